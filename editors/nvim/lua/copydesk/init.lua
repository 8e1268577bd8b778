-- What a user's settings may call.
local M = {}

--- A few words for the status line: "5 articles, 4 events", "off here", "stopped". Empty for what is no article.
function M.status()
  local server = require('copydesk.server')
  local types = vim.lsp.config.copydesk.filetypes or {}
  if not vim.list_contains(types, vim.bo.filetype) then
    return ''
  end
  local client = vim.lsp.get_clients({ name = 'copydesk', bufnr = 0 })[1]
  if client then
    local status = server.status_of(client.id)
    return 'Copydesk: ' .. (status and status.text or client.initialized and 'on' or 'starting')
  end
  if server.given_up() then
    return 'Copydesk: stopped'
  end
  local name = vim.api.nvim_buf_get_name(0)
  local inside = name ~= '' and vim.fs.root(0, 'copydesk.toml')
  return inside and server.enabled() and 'Copydesk: stopped' or 'Copydesk: off here'
end

return M
