" Copydesk for ALE, which finds this file on the runtime path. See plugin/copydesk.vim.
call ale#linter#Define('text', {
\   'name': 'copydesk',
\   'lsp': 'stdio',
\   'executable': {buffer -> copydesk#program()},
\   'command': '%e lsp',
\   'language': 'plaintext',
\   'project_root': {buffer -> copydesk#root(expand('#' . buffer . ':p'))},
\})
