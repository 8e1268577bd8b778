-- `:checkhealth copydesk`: each line says what to do when something is missing.
local M = {}

local health = vim.health

local function check_neovim()
  if vim.fn.has('nvim-0.11') == 1 then
    health.ok('Neovim ' .. tostring(vim.version()))
    return true
  end
  health.error('Neovim ' .. tostring(vim.version()) .. ' is too old', 'Install Neovim 0.11 or newer.')
end

--- Whether two versions fit: before 1.0 the middle number may not differ.
local function fits(has, wants)
  local has_parts, wants_parts = vim.version.parse(has), vim.version.parse(wants)
  return has_parts and wants_parts and has_parts.major == wants_parts.major
    and (has_parts.major > 0 or has_parts.minor == wants_parts.minor)
end

local function check_program(server)
  local program = server.program()
  if not program then
    health.info('The server is started by a function of yours.')
    return
  end
  if vim.fn.executable(program) == 0 then
    health.error(('There is no program "%s".'):format(program), 'Install it with cargo install --path . in the '
      .. "repository, or name its path: vim.lsp.config('copydesk', { cmd = { '/path/to/copydesk', 'lsp' } }).")
    return
  end
  local run, result = pcall(function() return vim.system({ program, '--version' }, { text = true }):wait(5000) end)
  local version = run and result.code == 0 and (result.stdout or ''):match('^copydesk (%S+)')
  if not version then
    health.error(('"%s" is not Copydesk, or does not run.'):format(program),
      'Run it with --version in a terminal to see why, and name another one as cmd.')
  elseif not fits(version, server.wanted) then
    health.warn(('"%s" is copydesk %s; these files want %s.'):format(program, version, server.wanted),
      'Install the binary and this folder from the same version.')
  else
    health.ok(('copydesk %s, %s'):format(version, vim.fn.exepath(program)))
  end
end

local function check_enabled(server)
  if server.enabled() then
    health.ok('Switched on.')
  else
    health.error('Not switched on.', "Add vim.lsp.enable('copydesk') to your settings.")
  end
end

--- The settings of the client that the server or these files read.
local function check_settings()
  local config = vim.lsp.config.copydesk
  local fine = true
  local function wrong(...)
    fine = false
    health.warn(...)
  end
  if not vim.list_contains(config.filetypes or {}, 'text') then
    wrong('"text" is not among its filetypes.', "Add 'text' to filetypes, or no .txt file is read.")
  end
  for key, value in pairs(vim.tbl_get(config, 'settings', 'copydesk') or {}) do
    if key ~= 'enable' then
      wrong(('There is no setting copydesk.%s.'):format(key), 'Take it out; the only one is copydesk.enable.')
    elseif value ~= 'auto' and value ~= 'always' then
      wrong(('copydesk.enable is %s.'):format(vim.inspect(value)), 'Set it to "auto" or "always".')
    end
  end
  if fine then health.ok('Settings are sound.') end
end

--- The folders with a copydesk.toml that the open files are in, and the working folder's.
local function workspaces()
  local found = {}
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    local name = vim.api.nvim_buf_get_name(buffer)
    if vim.api.nvim_buf_is_loaded(buffer) and name ~= '' and vim.bo[buffer].buftype == '' then
      local root = vim.fs.root(buffer, 'copydesk.toml')
      if root then found[root] = true end
    end
  end
  local root = vim.fs.root(vim.fn.getcwd(), 'copydesk.toml')
  if root then found[root] = true end
  return vim.fn.sort(vim.tbl_keys(found))
end

local function check_workspace()
  local roots = workspaces()
  for _, root in ipairs(roots) do
    health.ok('A Copydesk workspace: ' .. vim.fn.fnamemodify(root, ':~'))
  end
  if #roots == 0 then
    health.warn('No open file is in a Copydesk workspace.',
      'Open an article and run :Copydesk on, which writes a copydesk.toml into its folder.')
  end
  return #roots > 0
end

local function check_server(server, has_workspace)
  local clients = vim.lsp.get_clients({ name = 'copydesk' })
  for _, client in ipairs(clients) do
    local status = server.status_of(client.id)
    local version = vim.tbl_get(client, 'server_info', 'version')
    health.ok(('The server runs for %s%s%s'):format(vim.fn.fnamemodify(client.root_dir or '', ':~'),
      version and ', copydesk ' .. version or '', status and ': ' .. status.text or ''))
  end
  if #clients > 0 then
    return
  end
  if server.given_up() then
    health.error('The server stopped several times in a row.', ':Copydesk log says why; :Copydesk restart tries again.')
  elseif has_workspace then
    health.warn('The server does not run.', 'Open an article of the workspace, or run :Copydesk restart.')
  else
    health.info('The server does not run, since there is no workspace.')
  end
end

function M.check()
  health.start('copydesk')
  if not check_neovim() then
    return
  end
  local server = require('copydesk.server')
  check_program(server)
  check_enabled(server)
  check_settings()
  local has_workspace = check_workspace()
  check_server(server, has_workspace)
end

return M
