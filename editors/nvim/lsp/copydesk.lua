-- Copydesk for Neovim 0.11+: `vim.lsp.enable('copydesk')` starts it for the articles of a Copydesk workspace.
return {
  cmd = { 'copydesk', 'lsp' },
  filetypes = { 'text' },
  root_markers = { 'copydesk.toml' },
  -- Other people's .txt files are none of its business.
  workspace_required = true,
}
