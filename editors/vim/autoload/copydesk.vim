" What the ALE linter and the vim-lsp registration share.

" The folder of the copydesk.toml at or above a file, or ''.
function! copydesk#root(file) abort
  let l:found = findfile('copydesk.toml', escape(fnamemodify(a:file, ':p:h'), ' ,;\') . ';')
  return empty(l:found) ? '' : fnamemodify(l:found, ':p:h')
endfunction

" The program; g:copydesk_program names another.
function! copydesk#program() abort
  return get(g:, 'copydesk_program', 'copydesk')
endfunction

" Breaks the lines of an article at words: it has a paragraph on a line. Other text is left alone.
function! copydesk#prose() abort
  if &filetype !=# 'text' || empty(copydesk#root(expand('%:p')))
    return
  endif
  setlocal wrap linebreak breakindent
  if !executable(copydesk#program()) && !exists('s:said')
    let s:said = 1
    echomsg 'Copydesk: there is no program "' . copydesk#program() . '"; install it, or set g:copydesk_program'
  endif
endfunction
