-- Rows to choose from, lists of places, jumps: articles go by their labels, since their files are often called by a hash.
local M = {}

--- Lets the user choose a row; nothing to choose from is said.
function M.select(rows, prompt, show, go)
  if not rows or #rows == 0 then
    vim.notify('Copydesk: nothing to show; is there an article in this workspace?', vim.log.levels.INFO)
    return
  end
  vim.ui.select(rows, { prompt = prompt, kind = 'copydesk', format_item = show }, function(row)
    if row then go(row) end
  end)
end

local months = { 'Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec' }

--- "2016-04-18" as the articles' labels have it: "18 Apr 2016".
function M.day(date)
  local year, month, day = date:match('^(%d+)%-(%d+)%-(%d+)$')
  local name = months[tonumber(month)]
  return name and ('%d %s %s'):format(tonumber(day), name, year) or date
end

--- Shows a file in the current window, at a line and column counted from 1 if they are given. `:edit` would read a file
--- that is shown already anew.
function M.open(file, line, column)
  vim.cmd("normal! m'")
  local buffer = vim.fn.bufadd(file)
  vim.bo[buffer].buflisted = true
  vim.api.nvim_win_set_buf(0, buffer)
  if line then
    vim.api.nvim_win_set_cursor(0, { math.min(line, vim.api.nvim_buf_line_count(buffer)), (column or 1) - 1 })
  end
end

--- Shows a place (or an article as a whole) in the current window, with the way back in the jump list.
function M.jump(place, client)
  if place.range then
    -- vim.lsp.util.show_document would fail in an empty buffer.
    local item = vim.lsp.util.locations_to_items({ place }, client.offset_encoding)[1]
    M.open(item.filename, item.lnum, item.col)
  else
    M.open(vim.uri_to_fname(place.uri))
  end
end

--- Labels of articles by file name, as far as the server tells them.
local function labels(articles)
  local by_name = {}
  for _, article in ipairs(articles or {}) do
    by_name[vim.uri_to_fname(article.uri)] = article.label
  end
  return by_name
end

--- Cuts words to a number of screen columns.
function M.cut(words, columns)
  if vim.fn.strdisplaywidth(words) <= columns then
    return words
  end
  return vim.fn.strcharpart(words, 0, columns - 1) .. '…'
end

--- The part of a line around a column (a byte, counted from 1): a paragraph would fill the list.
local function around(text, column)
  local before, length = 30, 90
  local start = math.max(0, vim.fn.charidx(text, column - 1) - before)
  if start > 0 then
    -- From a word's first letter.
    local rest = vim.fn.strcharpart(text, start)
    local word = rest:find('%s')
    text = '… ' .. vim.trim(word and rest:sub(word) or rest)
  end
  return M.cut(vim.trim(text), length)
end

--- Writes the rows of the quickfix list as "label │ line  text".
local function rows_of(by_name)
  return function(info)
    local list = vim.fn.getqflist({ id = info.id, items = 0 }).items
    local rows = {}
    for at = info.start_idx, info.end_idx do
      local item = list[at]
      local name = vim.api.nvim_buf_get_name(item.bufnr)
      local label = M.cut(by_name[name] or vim.fn.fnamemodify(name, ':t'), 44)
      table.insert(rows, ('%s │ %d  %s'):format(label, item.lnum, around(item.text, item.col)))
    end
    return rows
  end
end

--- Opens the quickfix list with items, each under its article's label.
function M.list(title, items)
  local server = require('copydesk.server')
  local function open(articles)
    vim.fn.setqflist({}, ' ', { title = title, items = items, quickfixtextfunc = rows_of(labels(articles)) })
    vim.cmd('botright copen')
  end
  local client = server.client()
  local known = client and vim.tbl_get(client.server_capabilities, 'executeCommandProvider', 'commands') or {}
  if vim.list_contains(known, 'copydesk.articles') then
    server.execute('copydesk.articles', {}, open)
  else
    open()
  end
end

--- For `vim.lsp.buf.references` and its like: one place is gone to, more are listed.
function M.on_list(options)
  if #options.items == 1 then
    local item = options.items[1]
    M.open(item.filename, item.lnum, item.col)
  else
    M.list(options.title, options.items)
  end
end

return M
