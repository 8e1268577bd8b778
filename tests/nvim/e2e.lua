-- nvim -u NONE -i NONE -n --headless -l tests/nvim/e2e.lua COPYDESK
-- Real Neovim over a copy of the sample articles: attach, diagnostics, hover, definition, edit, stop. Exits 0 or 1.
local here = vim.fs.dirname(vim.fs.normalize(debug.getinfo(1, 'S').source:sub(2)))
local root = vim.fn.fnamemodify(here .. '/../..', ':p'):gsub('/$', '')
local binary = vim.fn.fnamemodify((_G.arg or {})[1] or root .. '/target/debug/copydesk', ':p')
local started, passed, failed = vim.uv.hrtime(), 0, 0

local function check(name, held, extra)
  if held then passed = passed + 1 else failed = failed + 1 end
  local shown = extra ~= nil and not held and '  ' .. vim.inspect(extra, { newline = ' ', indent = '' }) or ''
  io.stdout:write(('[%6.0f ms] %s %s%s\n'):format((vim.uv.hrtime() - started) / 1e6, held and 'ok  ' or 'FAIL', name, shown))
  return held
end

local function wait(condition, milliseconds)
  return vim.wait(milliseconds or 20000, condition, 20)
end

--- All the text in floating windows, as a reader sees it.
local function floating()
  local lines = {}
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then
      vim.list_extend(lines, vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false))
    end
  end
  return table.concat(lines, '\n')
end

--- Puts the cursor on the nth occurrence of some words in the current buffer.
local function go_to(words, nth)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    local from = 1
    while true do
      local at = line:find(words, from, true)
      if not at then break end
      nth = (nth or 1) - 1
      if nth == 0 then
        vim.api.nvim_win_set_cursor(0, { number, at - 1 })
        return true
      end
      from = at + 1
    end
  end
  return false
end

local function name_of(buffer) return vim.fs.basename(vim.api.nvim_buf_get_name(buffer or 0)) end

local function main()
  local workspace = vim.fn.tempname()
  vim.fn.mkdir(workspace, 'p')
  for name in vim.fs.dir(root .. '/seeds') do
    vim.uv.fs_copyfile(root .. '/seeds/' .. name, workspace .. '/' .. name)
  end

  vim.opt.runtimepath:prepend(root .. '/editors/nvim')
  vim.cmd.runtime('plugin/copydesk.lua')
  vim.lsp.config('copydesk', { cmd = { binary, 'lsp' } })
  vim.lsp.enable('copydesk')
  vim.cmd('filetype plugin on')

  -- Elsewhere it stays away.
  local outside = vim.fn.tempname() .. '.txt'
  vim.fn.writefile({ 'Officials reportedly left.' }, outside)
  vim.cmd.edit(outside)
  check('an ordinary text file is left alone', #vim.lsp.get_clients({ bufnr = 0 }) == 0 and not vim.wo.linebreak)

  vim.cmd.edit(workspace .. '/000_ac0255bbbf864db0.txt')
  local buffer = vim.api.nvim_get_current_buf()
  local client
  local attached = wait(function()
    client = vim.lsp.get_clients({ bufnr = buffer, name = 'copydesk' })[1]
    return client and client.initialized
  end)
  if not check('attached', attached) then return end
  check('the workspace is its root', vim.fs.normalize(client.root_dir or '') == vim.fs.normalize(workspace), client.root_dir)
  check('prose is wrapped at words', vim.wo.wrap and vim.wo.linebreak and vim.wo.breakindent)

  local function find(code)
    return vim.iter(vim.diagnostic.get(buffer)):find(function(diagnostic) return diagnostic.code == code end)
  end
  check('a finding arrives', wait(function() return #vim.diagnostic.get(buffer) > 0 end))
  local hearsay = find('hearsay')
  check('"reportedly" is flagged on its line', hearsay and hearsay.lnum == 7, vim.diagnostic.get(buffer))

  -- What K shows.
  check('the article says Mr. Earnest', go_to('Mr. Earnest', 1))
  vim.lsp.buf.hover()
  wait(function() return floating() ~= '' end)
  check('hover knows Josh Earnest', floating():find('Josh Earnest', 1, true) ~= nil, floating())
  check('hover knows his office', floating():find('the White House press secretary', 1, true) ~= nil, floating())
  vim.cmd('silent! fclose!')

  -- From the phone call to the other article that reports it.
  check('the article has the call', go_to('the phone call', 1))
  vim.lsp.buf.definition()
  check('definition leads to 001', wait(function() return vim.startswith(name_of(), '001_') end), name_of())
  local line = vim.api.nvim_get_current_line()
  check('and there to the call', line:find('urgent call', 1, true) ~= nil or line:find('phone call', 1, true) ~= nil, line)

  -- Findings follow an edit.
  vim.cmd.buffer(buffer)
  if hearsay then
    local before = #vim.diagnostic.get(buffer)
    vim.api.nvim_buf_set_text(buffer, hearsay.lnum, hearsay.col, hearsay.end_lnum, hearsay.end_col, { 'now' })
    check('the finding goes with its word', wait(function() return not find('hearsay') end), before)
    vim.api.nvim_buf_set_lines(buffer, 4, 4, false, { '', 'The minister has reportedly left the country.' })
    check('a new one comes with a new sentence', wait(function()
      local found = find('hearsay')
      return found and found.lnum == 5
    end), vim.diagnostic.get(buffer))
  end

  client:stop()
  check('stopped', wait(function() return client:is_stopped() end, 5000))
  vim.fn.delete(workspace, 'rf')
  vim.fn.delete(outside)
end

local fine, problem = xpcall(main, debug.traceback)
if not fine then check(problem, false) end
io.stdout:write(('%d passed, %d failed\n'):format(passed, failed))
os.exit(failed == 0 and passed > 0 and 0 or 1)
