" COPYDESK=target/debug/copydesk vim -es -N -u NONE -i NONE -S tests/vim/e2e.vim
" Debian's Vim and ALE over a copy of the sample articles, through editors/vim: left alone, attach, diagnostics, hover,
" definition, edit, stop. Exits 0 or 1.
let s:root = expand('<sfile>:p:h:h:h')
let s:out = []
let s:passed = 0
let s:failed = 0
let s:started = reltime()

func! s:check(name, held, shown) abort
  if a:held
    let s:passed += 1
  else
    let s:failed += 1
  endif
  let l:time = float2nr(reltimefloat(reltime(s:started)) * 1000)
  call add(s:out, printf('[%6d ms] %s %s%s', l:time, a:held ? 'ok  ' : 'FAIL', a:name, a:held ? '' : '  ' . string(a:shown)))
endfunc

" Waits for an expression to hold, up to twenty seconds.
func! s:wait(expression) abort
  let l:turns = 0
  while l:turns < 400 && !eval(a:expression)
    sleep 50m
    let l:turns += 1
  endwhile
  return eval(a:expression)
endfunc

func! s:findings() abort
  return map(copy(ale#engine#GetLoclist(bufnr(''))), 'v:val.lnum . ": " . get(v:val, "code", "") . " " . v:val.text')
endfunc

func! s:has(text) abort
  return match(s:findings(), a:text) >= 0
endfunc

func! s:preview() abort
  for l:window in range(1, winnr('$'))
    if getwinvar(l:window, '&previewwindow')
      return getbufline(winbufnr(l:window), 1, '$')
    endif
  endfor
  return []
endfunc

" What vim-lsp is told, by a stand-in that keeps it.
func! s:vim_lsp(workspace) abort
  let l:folder = tempname()
  call mkdir(l:folder . '/autoload/lsp', 'p')
  call writefile(['func! lsp#register_server(info) abort', '  let g:registered = a:info', 'endfunc'],
    \ l:folder . '/autoload/lsp.vim')
  call writefile(['func! lsp#utils#path_to_uri(path) abort', '  return "file://" . a:path', 'endfunc'],
    \ l:folder . '/autoload/lsp/utils.vim')
  exe 'set runtimepath+=' . fnameescape(l:folder)
  doautocmd User lsp_setup
  exe 'edit ' . fnameescape(a:workspace . '/000_ac0255bbbf864db0.txt')
  call s:check('vim-lsp starts it for an article', g:registered.cmd({}) ==# [g:copydesk_program, 'lsp'], g:registered.cmd({}))
  call s:check('in its workspace', g:registered.root_uri({}) ==# 'file://' . resolve(a:workspace)
    \ || g:registered.root_uri({}) ==# 'file://' . a:workspace, g:registered.root_uri({}))
  exe 'edit ' . fnameescape(tempname() . '.txt')
  call s:check('and for nothing else', empty(g:registered.cmd({})), g:registered.cmd({}))
  call delete(l:folder, 'rf')
endfunc

" Without the program: one sentence, once.
func! s:missing(workspace) abort
  let g:copydesk_program = 'no-such-copydesk'
  redir => l:said
  silent exe 'edit! ' . fnameescape(a:workspace . '/003_35a32bfe2c615227.txt')
  silent exe 'edit! ' . fnameescape(a:workspace . '/004_01887fa86414077b.txt')
  redir END
  call s:check('without the program: one plain sentence', len(split(l:said, 'there is no program "no-such-copydesk"', 1)) == 2, l:said)
endfunc

func! s:run(workspace) abort
  let l:outside = tempname() . '.txt'
  call writefile(['Officials reportedly left.'], l:outside)
  exe 'edit ' . fnameescape(l:outside)
  ALELint
  sleep 500m
  call s:check('an ordinary text file is left alone', !&linebreak && empty(s:findings()), s:findings())

  exe 'edit ' . fnameescape(a:workspace . '/000_ac0255bbbf864db0.txt')
  let l:buffer = bufnr('')
  call s:check('prose is wrapped at words', &wrap && &linebreak && &breakindent, '')
  ALELint
  call s:check('"reportedly" is flagged on its line', s:wait('s:has("^8: .*hearsay")'), s:findings())

  call search('Mr\. Earnest')
  ALEHover
  call s:wait('!empty(s:preview())')
  call s:check('hover answers in its first line', get(s:preview(), 0, '') =~# 'Josh Earnest\W* · person', s:preview())
  pclose!

  call cursor(1, 1)
  call search('the phone call')
  normal! w
  ALEGoToDefinition
  call s:check('definition leads to 001', s:wait('expand("%:t") =~# "^001_"'), expand('%:t'))
  call s:check('and there to the call', line('.') == 8, line('.'))

  exe 'buffer ' . l:buffer
  call cursor(8, 1)
  s/reportedly/now/
  ALELint
  call s:check('the finding goes with its word', s:wait('!s:has("^8: .*hearsay")'), s:findings())
  set nomodified

  call cursor(1, 1)
  call search('Mr\. Earnest')
  let g:ale_default_navigation = 'buffer'
  ALEFindReferences
  call s:check('four references', s:wait('s:count_previewed() == 4'), s:preview())
  pclose!
  call s:vim_lsp(a:workspace)
  call s:missing(a:workspace)
endfunc

" The rows of ALE's list of places.
func! s:count_previewed() abort
  return len(filter(copy(s:preview()), 'v:val =~# "000_.*:\\d\\+:\\d\\+"'))
endfunc

set hidden
let &packpath .= ',/usr/share/vim/vimfiles'
exe 'set runtimepath^=' . (isdirectory('/usr/share/vim-ale') ? '/usr/share/vim-ale' : '/usr/share/vim-scripts/ale')
exe 'set runtimepath+=' . fnameescape(s:root . '/editors/vim')
let g:copydesk_program = fnamemodify(empty($COPYDESK) ? s:root . '/target/debug/copydesk' : $COPYDESK, ':p')
let g:ale_hover_to_floating_preview = 0
let g:ale_hover_to_preview = 1
filetype plugin on
runtime plugin/ale.vim
runtime plugin/copydesk.vim
let s:workspace = tempname()
call mkdir(s:workspace)
for s:file in glob(s:root . '/seeds/*', 0, 1)
  call writefile(readfile(s:file, 'b'), s:workspace . '/' . fnamemodify(s:file, ':t'), 'b')
endfor
try
  call s:run(s:workspace)
catch
  call s:check(v:exception . ' at ' . v:throwpoint, 0, '')
endtry
call delete(s:workspace, 'rf')
call add(s:out, s:passed . ' passed, ' . s:failed . ' failed')
call writefile(s:out, '/dev/stdout')
exe s:failed || !s:passed ? 'cquit' : 'qall!'
