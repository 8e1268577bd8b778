-- What `editors/try` starts Neovim with: everything of Copydesk switched on, nothing of the user's own settings.
local here = vim.fs.dirname(vim.fs.normalize(debug.getinfo(1, 'S').source:sub(2)))
vim.opt.runtimepath:prepend(here)
vim.lsp.config('copydesk', { cmd = { vim.env.COPYDESK or 'copydesk', 'lsp' } })
vim.lsp.enable('copydesk')
vim.cmd('filetype plugin on')
vim.o.number = true
vim.o.termguicolors = true
vim.o.winborder = 'rounded'
vim.o.statusline = "%f %m%=%{v:lua.require'copydesk'.status()}   %l:%c "
-- The finding under the cursor in full below its line, the others as underlines.
vim.diagnostic.config { virtual_lines = { current_line = true }, severity_sort = true }
vim.api.nvim_create_autocmd('LspAttach', {
  callback = function(event)
    vim.lsp.inlay_hint.enable(true, { bufnr = event.buf })
    local client = vim.lsp.get_client_by_id(event.data.client_id)
    if client and client:supports_method('textDocument/codeLens') then
      vim.lsp.codelens.refresh({ bufnr = event.buf })
      vim.api.nvim_create_autocmd({ 'BufEnter', 'InsertLeave' }, {
        buffer = event.buf,
        callback = function() vim.lsp.codelens.refresh({ bufnr = event.buf }) end,
      })
    end
    vim.keymap.set('n', 'gd', vim.lsp.buf.definition, { buffer = event.buf, desc = 'Go to definition' })
  end,
})
vim.api.nvim_create_autocmd('LspAttach', {
  once = true,
  callback = function()
    -- Short enough for one line, or Neovim would ask for Enter.
    vim.notify('K hover  gd jump  gri grr elsewhere  gO outline  :Copydesk  :qa')
  end,
})
