" Copydesk in Vim 9 with ALE or vim-lsp. Put `copydesk` on your PATH and this folder on the runtime path:
"   set runtimepath+=/path/to/copydesk/editors/vim
"   filetype on
" Vim has to tell text files from others, which it does not unless told to (or by $VIMRUNTIME/defaults.vim).
" Then :ALEHover, :ALEGoToDefinition, :ALEFindReferences (or vim-lsp's) work in text files at or below a copydesk.toml.
if exists('g:loaded_copydesk')
  finish
endif
let g:loaded_copydesk = 1

" ALE runs no linter on text unless asked to; a list of the user's own stays as it is.
let g:ale_linters = get(g:, 'ale_linters', {})
if !has_key(g:ale_linters, 'text')
  let g:ale_linters.text = ['copydesk']
endif

augroup copydesk
  autocmd!
  autocmd FileType text call copydesk#prose()
  " vim-lsp starts nothing when the command is empty.
  autocmd User lsp_setup call lsp#register_server({
    \ 'name': 'copydesk',
    \ 'cmd': {server -> empty(copydesk#root(expand('%:p'))) ? [] : [copydesk#program(), 'lsp']},
    \ 'root_uri': {server -> lsp#utils#path_to_uri(copydesk#root(expand('%:p')))},
    \ 'allowlist': ['text'],
    \ })
augroup END
