-- An article has a paragraph on a line: wrap it at words, and keep indents, but only where Copydesk is at home.
local M = {}

--- Sets up every window that shows an article, since these options are a window's.
function M.set(buffer)
  if vim.bo[buffer].filetype ~= 'text' or not vim.fs.root(buffer, 'copydesk.toml') then
    return
  end
  for _, window in ipairs(vim.fn.win_findbuf(buffer)) do
    for _, option in ipairs { 'wrap', 'linebreak', 'breakindent' } do
      vim.api.nvim_set_option_value(option, true, { scope = 'local', win = window })
    end
  end
end

--- The same for all that is open.
function M.everywhere()
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_is_loaded(buffer) then M.set(buffer) end
  end
end

return M
