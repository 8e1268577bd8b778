-- The hover's window. Neovim wraps a line as if the targets of its links were shown, which breaks words in the middle;
-- so the links are taken out of the text, and followed from a table instead.
local M = {}

--- The widest a hover gets, in columns: prose is read in lines of about this length.
local WIDTH = 88

local namespace = vim.api.nvim_create_namespace('copydesk.hover')

--- Takes the links out of Markdown: the text with their labels only, and where each label stands, in bytes.
--- Returns lines and a list of { line, start, finish, target }, lines counted from 0.
function M.without_links(markdown)
  local lines, links = {}, {}
  for at, line in ipairs(vim.split(markdown, '\n', { plain = true })) do
    local out, from = '', 1
    while true do
      -- A label has no bracket that is not escaped, and a target no closing parenthesis.
      local first, last, label, target = line:find('%[([^%[%]]-)%]%((%a[%w+.-]*://[^%s()]+)%)', from)
      if not first then break end
      out = out .. line:sub(from, first - 1)
      table.insert(links, { line = at - 1, start = #out, finish = #out + #label, target = target })
      out, from = out .. label, last + 1
    end
    table.insert(lines, out .. line:sub(from))
  end
  return lines, links
end

--- Goes to `file:///a/b.txt#L8` in a window that is no float.
local function follow(target)
  local uri, line = target:match('^(.-)#L(%d+)$')
  if not uri then
    vim.ui.open(target)
    return
  end
  if vim.api.nvim_win_get_config(0).relative ~= '' then vim.cmd.close() end
  require('copydesk.places').open(vim.uri_to_fname(uri), tonumber(line))
end

--- The link under the cursor of a float, else the first of its line.
local function link_here(links)
  local row, column = unpack(vim.api.nvim_win_get_cursor(0))
  local of_line = vim.tbl_filter(function(link) return link.line == row - 1 end, links)
  local under = vim.iter(of_line):find(function(link) return column >= link.start and column < link.finish end)
  return under or of_line[1]
end

local function show_links(buffer, links)
  for _, link in ipairs(links) do
    -- Neovim may have dropped an empty line; a mark out of place is no reason to fail.
    pcall(vim.api.nvim_buf_set_extmark, buffer, namespace, link.line, link.start,
      { end_col = link.finish, hl_group = '@markup.link' })
  end
  local function jump()
    local link = link_here(links)
    if link then follow(link.target) end
  end
  for _, key in ipairs { '<CR>', 'gd', 'gx' } do
    vim.keymap.set('n', key, jump, { buffer = buffer, desc = 'Go to this place' })
  end
end

--- As wide as prose is read, broken at words, as high as it then is, and beside the cursor's line still.
local function fit(window)
  vim.wo[window].linebreak = true
  local width = math.min(vim.api.nvim_win_get_width(window), WIDTH)
  vim.api.nvim_win_set_width(window, width)
  local height = vim.api.nvim_win_text_height(window, {}).all
  local border = vim.api.nvim_win_get_config(window).border
  local place = vim.lsp.util.make_floating_popup_options(width, height, { border = border })
  -- A window that is there is placed anew, not made.
  place.noautocmd = nil
  vim.api.nvim_win_set_config(window, place)
end

--- What a hover's answer becomes before Neovim shows it, and what is done to its window after.
local function shown(buffer, links)
  local window = vim.b[buffer].lsp_floating_preview
  if window and vim.api.nvim_win_is_valid(window) then
    -- Where it goes depends on the cursor of the article's window.
    if vim.api.nvim_get_current_buf() == buffer then fit(window) end
    show_links(vim.api.nvim_win_get_buf(window), links)
  end
end

--- Wraps a client's requests, so that every way to ask for a hover (K, a plug-in) gets the readable one.
function M.attach(client)
  if client._copydesk_float then return end
  client._copydesk_float = true
  local request = client.request
  client.request = function(self, method, params, handler, buffer)
    if method ~= 'textDocument/hover' or not handler then
      return request(self, method, params, handler, buffer)
    end
    return request(self, method, params, function(problem, result, ...)
      local contents = result and result.contents
      local links
      if type(contents) == 'table' and contents.kind == 'markdown' then
        local lines
        lines, links = M.without_links(contents.value)
        contents.value = table.concat(lines, '\n')
      end
      handler(problem, result, ...)
      if links then
        local of = vim._resolve_bufnr and vim._resolve_bufnr(buffer) or buffer or vim.api.nvim_get_current_buf()
        vim.schedule(function()
          if vim.api.nvim_buf_is_valid(of) then shown(of, links) end
        end)
      end
    end, buffer)
  end
end

return M
