-- Loaded at start; everything else waits until it is needed.
if vim.g.loaded_copydesk then
  return
end
vim.g.loaded_copydesk = true
if vim.fn.has('nvim-0.11') == 0 then
  vim.notify('Copydesk needs Neovim 0.11 or newer and stays off', vim.log.levels.WARN)
  return
end

local group = vim.api.nvim_create_augroup('copydesk', {})

vim.api.nvim_create_autocmd('FileType', {
  group = group,
  pattern = 'text',
  callback = function(event)
    require('copydesk.prose').set(event.buf)
    -- Once the settings are through, whatever their order.
    vim.schedule(function()
      if vim.api.nvim_buf_is_valid(event.buf) then require('copydesk.server').look(event.buf) end
    end)
  end,
})

vim.api.nvim_create_autocmd('LspAttach', {
  group = group,
  callback = function(event)
    local client = vim.lsp.get_client_by_id(event.data.client_id)
    if not client or client.name ~= 'copydesk' then
      return
    end
    require('copydesk.float').attach(client)
    -- Lists go by the articles' labels; keys of the user's own stay.
    local function key(keys, ask, desc)
      local own = vim.fn.maparg(keys, 'n', false, true)
      if own.buffer ~= 1 then
        vim.keymap.set('n', keys, ask, { buffer = event.buf, desc = desc })
      end
    end
    key('grr', function() vim.lsp.buf.references(nil, { on_list = require('copydesk.places').on_list }) end, 'Mentions')
    key('gri', function() vim.lsp.buf.implementation { on_list = require('copydesk.places').on_list } end, 'Elsewhere')
  end,
})

for _, name in ipairs { 'copydesk.setDate', 'copydesk.setOutlet', 'copydesk.compare', 'copydesk.showReferences' } do
  vim.lsp.commands[name] = function(...) return require('copydesk.commands').of_client[name](...) end
end

vim.api.nvim_create_user_command('Copydesk', function(command) require('copydesk.commands').run(command.args) end, {
  nargs = '*',
  complete = function(lead, line) return require('copydesk.commands').complete(lead, line) end,
  desc = 'Articles, names and events of this workspace; date, outlet and role of this article',
})
