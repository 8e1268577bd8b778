-- Copydesk for Neovim 0.11+: `vim.lsp.enable('copydesk')` starts it for the articles of a Copydesk workspace.
return {
  cmd = { 'copydesk', 'lsp' },
  filetypes = { 'text' },
  -- Other people's .txt files are none of its business, unless the setting copydesk.enable is "always".
  root_dir = function(buffer, start) require('copydesk.server').root(buffer, start) end,
  -- What this plug-in does for the server: show its status, list places itself, ask for a date.
  capabilities = { experimental = { copydesk = { status = true, showReferences = true, input = true } } },
  handlers = {
    ['copydesk/status'] = function(_, status, context) require('copydesk.server').told(status, context.client_id) end,
  },
  on_exit = function(code, signal, id) require('copydesk.server').ended(code, signal, id) end,
}
