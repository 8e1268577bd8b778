-- The server as this Neovim sees it: where it runs, what it last said of itself, and what to do when it dies.
local M = {}

--- The version of the binary that these files belong to.
M.wanted = '0.1.0'

--- A server that dies more often than this within `PATIENCE` milliseconds is left alone.
local RESTARTS, PATIENCE = 3, 180000

local statuses = {} ---@type table<integer, table> by client
local deaths = {} ---@type integer[] when, in milliseconds
local said = {} ---@type table<string, true>

local function now() return vim.uv.now() end

local function changed()
  vim.api.nvim_exec_autocmds('User', { pattern = 'CopydeskStatus', modeline = false })
  vim.cmd.redrawstatus { bang = true }
end

--- Whether the user has switched it on. The first 0.11 has no question for that.
function M.enabled()
  if vim.lsp.is_enabled then
    return vim.lsp.is_enabled('copydesk')
  end
  return vim.tbl_get(vim.lsp, '_enabled_configs', 'copydesk') ~= nil
end

--- Says something once a session.
function M.say_once(text, level)
  if not said[text] then
    said[text] = true
    vim.notify(text, level or vim.log.levels.WARN)
  end
end

--- Whether the user wants it for texts outside of a workspace, too.
local function everywhere(config)
  return vim.tbl_get(config, 'settings', 'copydesk', 'enable') == 'always'
    or vim.tbl_get(config, 'init_options', 'copydesk', 'enable') == 'always'
end

--- The program that is set up, or nil where `cmd` is a function.
function M.program()
  local cmd = vim.lsp.config.copydesk.cmd
  return type(cmd) == 'table' and cmd[1] or nil
end

--- What to do about a program that is not there.
function M.missing(program)
  return ('Copydesk: there is no program "%s"; install it (cargo install --path .) or set its path with '
    .. "vim.lsp.config('copydesk', { cmd = { '/path/to/copydesk', 'lsp' } })"):format(program)
end

--- Starts the server for a buffer of a workspace: `start` gets its folder, or is not called.
function M.root(buffer, start)
  local name = vim.api.nvim_buf_get_name(buffer)
  -- A buffer of a plug-in (ftp://…, fugitive://…) is no file.
  if name == '' or name:match('^%a[%w+.-]+://') then
    return
  end
  local root = vim.fs.root(buffer, 'copydesk.toml')
  if not root and everywhere(vim.lsp.config.copydesk) then
    root = vim.fs.dirname(name)
  end
  if not root or #deaths > RESTARTS then
    return
  end
  start(root)
end

--- Says when the program for an article is not there: Neovim itself writes that to its log alone.
function M.look(buffer)
  local program = M.program()
  if program and vim.fn.executable(program) == 0 and M.enabled()
    and vim.fs.root(buffer, 'copydesk.toml') then
    M.say_once(M.missing(program))
  end
end

--- The server for a buffer, or any server of this session.
function M.client(buffer)
  return vim.lsp.get_clients({ name = 'copydesk', bufnr = buffer or 0 })[1]
    or vim.lsp.get_clients({ name = 'copydesk' })[1]
end

--- The server has said how it is.
function M.told(status, id)
  statuses[id] = status
  changed()
end

--- What the server last said of itself, or nil.
function M.status_of(id) return statuses[id] end

local function died()
  deaths = vim.tbl_filter(function(at) return now() - at < PATIENCE end, deaths)
  table.insert(deaths, now())
  if #deaths > RESTARTS then
    changed()
    vim.notify('Copydesk: the server stopped ' .. #deaths .. ' times in a row and stays off; '
      .. ':Copydesk log says why, :Copydesk restart tries again', vim.log.levels.ERROR)
    return
  end
  -- Attaches the articles that are open, too.
  vim.defer_fn(function()
    if M.enabled() then vim.lsp.enable('copydesk') end
  end, 200 * #deaths)
end

--- A server has ended. One that was not asked to is started anew.
function M.ended(code, signal, id)
  statuses[id] = nil
  local asked = code == 0 and (signal == 0 or signal == 15)
  vim.schedule(function()
    if not asked and vim.v.exiting == vim.NIL then died() else changed() end
  end)
end

--- Whether the server died too often.
function M.given_up() return #deaths > RESTARTS end

--- Ends every server and starts anew.
function M.restart()
  deaths, said = {}, {}
  vim.lsp.enable('copydesk', false)
  for _, client in ipairs(vim.lsp.get_clients({ name = 'copydesk' })) do
    client:stop()
  end
  vim.wait(3000, function() return #vim.lsp.get_clients({ name = 'copydesk' }) == 0 end, 20)
  -- One that hangs is not asked twice.
  for _, client in ipairs(vim.lsp.get_clients({ name = 'copydesk' })) do
    client:stop(true)
  end
  vim.lsp.enable('copydesk')
  M.look(0)
end

--- The server, if it can run a command; if not, says why.
function M.ready(command)
  local client = M.client()
  if not client then
    vim.notify('Copydesk: off here; :Copydesk on turns it on for this folder', vim.log.levels.WARN)
    return
  end
  local known = vim.tbl_get(client.server_capabilities or {}, 'executeCommandProvider', 'commands') or {}
  if not vim.list_contains(known, command) then
    vim.notify(('Copydesk: this server does not know "%s"; install copydesk %s'):format(command, M.wanted),
      vim.log.levels.WARN)
    return
  end
  return client
end

--- Runs one of the server's commands; `done` gets its answer. A failure is said, not thrown.
function M.execute(command, arguments, done)
  local client = M.ready(command)
  if not client then
    return
  end
  client:request('workspace/executeCommand', { command = command, arguments = arguments }, function(problem, answer)
    if problem then
      vim.notify('Copydesk: ' .. problem.message, vim.log.levels.ERROR)
    elseif done then
      -- JSON's null is no answer.
      done(answer ~= vim.NIL and answer or nil, client)
    end
  end)
end

return M
