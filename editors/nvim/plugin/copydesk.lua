-- An article has a paragraph on a line: wrap it at words, and keep indents, but only where Copydesk is at home.
vim.api.nvim_create_autocmd('FileType', {
  group = vim.api.nvim_create_augroup('copydesk', {}),
  pattern = 'text',
  callback = function(event)
    if not vim.fs.root(event.buf, 'copydesk.toml') then
      return
    end
    -- Every window that shows it, since these options are a window's.
    for _, window in ipairs(vim.fn.win_findbuf(event.buf)) do
      for _, option in ipairs { 'wrap', 'linebreak', 'breakindent' } do
        vim.api.nvim_set_option_value(option, true, { scope = 'local', win = window })
      end
    end
  end,
})
