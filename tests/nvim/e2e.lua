-- nvim -u NONE -i NONE -n --headless -l tests/nvim/e2e.lua COPYDESK
-- Real Neovim over a copy of the sample articles: attach, diagnostics, hover, jumps, lists, outline, edits here and on disk,
-- a server that is killed, commands and pickers, health, help, bad input. Exits 0 or 1.
local here = vim.fs.dirname(vim.fs.normalize(debug.getinfo(1, 'S').source:sub(2)))
local root = vim.fn.fnamemodify(here .. '/../..', ':p'):gsub('/$', '')
local binary = vim.fn.fnamemodify((_G.arg or {})[1] or root .. '/target/debug/copydesk', ':p')
local started, passed, failed = vim.uv.hrtime(), 0, 0

local function check(name, held, extra)
  if held then passed = passed + 1 else failed = failed + 1 end
  local shown = extra ~= nil and not held and '  ' .. vim.inspect(extra, { newline = ' ', indent = '' }) or ''
  io.stdout:write(('[%6.0f ms] %s %s%s\n'):format((vim.uv.hrtime() - started) / 1e6, held and 'ok  ' or 'FAIL', name, shown))
  return held
end

local function wait(condition, milliseconds)
  return vim.wait(milliseconds or 20000, condition, 20)
end

--- All the text in floating windows, as a reader sees it.
local function floating()
  local lines = {}
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then
      vim.list_extend(lines, vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false))
    end
  end
  return table.concat(lines, '\n')
end

--- Puts the cursor on the nth occurrence of some words in the current buffer.
local function go_to(words, nth)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    local from = 1
    while true do
      local at = line:find(words, from, true)
      if not at then break end
      nth = (nth or 1) - 1
      if nth == 0 then
        vim.api.nvim_win_set_cursor(0, { number, at - 1 })
        return true
      end
      from = at + 1
    end
  end
  return false
end

local function name_of(buffer) return vim.fs.basename(vim.api.nvim_buf_get_name(buffer or 0)) end

local function find(buffer, code)
  return vim.iter(vim.diagnostic.get(buffer)):find(function(diagnostic) return diagnostic.code == code end)
end

--- Runs something with a function of vim's replaced, and puts it back.
local function stubbed(of, name, stub, run)
  local own = of[name]
  of[name] = stub
  local fine, problem = pcall(run)
  of[name] = own
  if not fine then check(name .. ': ' .. problem, false) end
end

--- What vim.notify says while something runs and until `enough` holds for it.
local function notices(run, enough)
  local said = {}
  stubbed(vim, 'notify', function(text) table.insert(said, text) end, function()
    run()
    wait(function() return enough(said) end, 5000)
  end)
  return said
end

local function some(said) return #said > 0 end

local function contains(said, words)
  return vim.iter(said):any(function(text) return text:find(words, 1, true) ~= nil end)
end

--- What :checkhealth copydesk says.
local function health()
  vim.cmd('silent checkhealth copydesk')
  local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
  vim.cmd('silent bwipeout!')
  return text
end

local function clients(buffer) return vim.lsp.get_clients({ bufnr = buffer, name = 'copydesk' }) end

local function attached(buffer)
  return wait(function()
    local client = clients(buffer)[1]
    return client and client.initialized
  end)
end

local function test_outside()
  local copydesk = require('copydesk')
  local outside = vim.fn.tempname() .. '.txt'
  vim.fn.writefile({ 'Officials reportedly left.' }, outside)
  vim.cmd.edit(outside)
  check('an ordinary text file is left alone', #clients(0) == 0 and not vim.wo.linebreak)
  check('the status line says so', copydesk.status() == 'Copydesk: off here', copydesk.status())
  for _, word in ipairs { 'articles', 'events', 'date', 'outlet', 'draft', 'compare' } do
    local said = notices(function() vim.cmd('Copydesk ' .. word) end, some)
    check(word .. ' says how to turn it on', #said == 1 and contains(said, ':Copydesk on'), said)
  end
  local text = health()
  check('health says how to turn it on', text:find('run :Copydesk on', 1, true), text)
  local said = notices(function() vim.cmd('Copydesk nonsense') end, some)
  check('an unknown word is answered with those there are', #said == 1 and contains(said, 'articles, clipping'), said)
  said = notices(function() vim.cmd('Copydesk') end, some)
  check('and so is none', #said == 1 and contains(said, 'articles, clipping') and contains(said, ':help copydesk'), said)
  check('words are completed', vim.deep_equal(vim.fn.getcompletion('Copydesk e', 'cmdline'), { 'entities', 'events' }),
    vim.fn.getcompletion('Copydesk e', 'cmdline'))
  vim.cmd('bwipeout!')
  vim.fn.delete(outside)
end

local function test_hover()
  check('the article says Mr. Earnest', go_to('Mr. Earnest', 1))
  vim.lsp.buf.hover()
  wait(function() return floating() ~= '' end)
  check('hover answers in its first line', vim.startswith(floating():gsub('%*', ''):gsub(' +\n', '\n'), 'Josh Earnest · person\n'), floating())
  check('hover knows his office', floating():find('the White House press secretary', 1, true) ~= nil, floating())
  check('no link target is in the way', floating():find('file:', 1, true) == nil, floating())
  local buffer = vim.api.nvim_get_current_buf()
  local float = vim.b[buffer].lsp_floating_preview
  check('it wraps at words', wait(function() return float and vim.wo[float].linebreak end))
  check('and is no wider than prose is read', vim.api.nvim_win_get_width(float) <= 88)
  -- The place of his introduction is a link.
  vim.api.nvim_set_current_win(float)
  check('the hover names line 16', go_to('000:16', 1))
  vim.api.nvim_feedkeys(vim.keycode('<CR>'), 'xm', false)
  check('its links are followed', vim.api.nvim_get_current_buf() == buffer and vim.fn.line('.') == 16, vim.fn.line('.'))
  vim.cmd('silent! fclose!')
end

local function test_jumps()
  check('the article has the call', go_to('the phone call', 1))
  vim.lsp.buf.definition()
  check('definition leads to 001', wait(function() return vim.startswith(name_of(), '001_') end), name_of())
  local line = vim.api.nvim_get_current_line()
  check('and there to the call', line:find('urgent call', 1, true) ~= nil or line:find('phone call', 1, true) ~= nil, line)
end

--- "Not the same event", taken back and done again, without touching the article.
local function test_judge(workspace, buffer)
  local file = workspace .. '/copydesk.anno.jsonl'
  local function leads_to_001()
    vim.cmd.buffer(buffer)
    go_to('an intense conversation', 1)
    vim.lsp.buf.definition()
    local there = wait(function() return vim.startswith(name_of(), '001_') end, 1000)
    vim.cmd.buffer(buffer)
    return there
  end
  local function hovered()
    vim.cmd.buffer(buffer)
    go_to('an intense conversation', 1)
    vim.lsp.buf.hover()
    wait(function() return floating() ~= '' end, 5000)
    local text = floating()
    vim.cmd('silent! fclose!')
    return text
  end
  check('the conversation is the call in 001', leads_to_001())
  go_to('an intense conversation', 1)
  vim.lsp.buf.code_action {
    apply = true,
    filter = function(action) return vim.startswith(action.title, 'Not the same event as 001:') end,
  }
  check('a code action says that it is not', wait(function() return vim.uv.fs_stat(file) ~= nil end))
  check('then it does not lead there', wait(function() return not leads_to_001() end))
  local said = hovered()
  check('the hover says who says so', said:find('not the same: A. Annotator', 1, true), said)
  local notice = notices(function() vim.cmd('Copydesk undo') end, some)
  check('undo names what it undoes', contains(notice, 'Undo: not the same event, 000:4 / 001:'), notice)
  check('nothing is left of it', wait(function() return vim.uv.fs_stat(file) == nil end))
  check('and it leads there again', wait(leads_to_001))
  said = hovered()
  check('the hover forgets', said:find('Annotator', 1, true) == nil, said)
  notice = notices(function() vim.cmd('Copydesk redo') end, some)
  check('redo names it, too', contains(notice, 'Redo: not the same event'), notice)
  check('and it is gone again', wait(function() return not leads_to_001() end))
  notices(function() vim.cmd('Copydesk undo') end, some)
  check('as it was in the end', wait(leads_to_001))
  notice = notices(function() vim.cmd('Copydesk undo') end, some)
  check('with nothing left to undo', contains(notice, 'nothing to undo'), notice)
  check('the article was not touched', not vim.bo[buffer].modified and vim.fn.undotree(buffer).seq_last == 0)
end

local function test_lists(buffer)
  vim.cmd.buffer(buffer)
  go_to('Mr. Earnest', 1)
  vim.api.nvim_feedkeys('grr', 'xm', false)
  check('references are listed', wait(function() return #vim.fn.getqflist() == 4 end), #vim.fn.getqflist())
  wait(function() return vim.bo.buftype == 'quickfix' end)
  local rows = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
  check('each with its line', rows:find('│ 16  ', 1, true) and rows:find('│ 24  ', 1, true), rows)
  check('and the words around', rows:find('│ 18  … [^\n]*Mr. Earnest told reporters'), rows)
  vim.cmd.cclose()
  vim.cmd.buffer(buffer)
  vim.lsp.buf.document_symbol()
  check('the outline has the paragraphs and quotations', wait(function() return #vim.fn.getloclist(0) > 20 end),
    #vim.fn.getloclist(0))
  vim.cmd('silent! lclose')
  vim.cmd.buffer(buffer)
end

--- What is drawn into the text or around it.
local function test_looks(workspace, buffer)
  vim.cmd.buffer(buffer)
  vim.lsp.inlay_hint.enable(true, { bufnr = buffer })
  local function hint(label)
    return vim.iter(vim.lsp.inlay_hint.get({ bufnr = buffer })):any(function(one)
      local text = one.inlay_hint.label
      text = type(text) == 'string' and text or vim.iter(text):map(function(part) return part.value end):join('')
      return vim.trim(text) == label and one.inlay_hint.position.line == 3
    end)
  end
  check('"on Monday" has its day', wait(function() return hint('2016-04-18') end), vim.lsp.inlay_hint.get({ bufnr = buffer })[1])
  local at = vim.api.nvim_buf_get_lines(buffer, 3, 4, false)[1]:find('Obama', 1, true)
  check('names are colored', wait(function()
    local token = (vim.lsp.semantic_tokens.get_at_pos(buffer, 3, at) or {})[1]
    return token and token.type == 'class'
  end))
  go_to('Mr. Earnest', 1)
  vim.lsp.buf.document_highlight()
  check('his other mentions are marked', wait(function()
    local marks = vim.api.nvim_buf_get_extmarks(buffer, -1, 0, -1, { details = true })
    return #vim.tbl_filter(function(mark) return vim.startswith(mark[4].hl_group or '', 'LspReference') end, marks) == 4
  end))
  vim.lsp.buf.clear_references()

  vim.cmd.edit(workspace .. '/001_33418969c43dd264.txt')
  local other = vim.api.nvim_get_current_buf()
  attached(other)
  vim.wo.foldmethod, vim.wo.foldexpr = 'expr', 'v:lua.vim.lsp.foldexpr()'
  check('boilerplate folds', wait(function() return vim.fn.foldlevel(34) > 0 and vim.fn.foldlevel(8) == 0 end),
    { vim.fn.foldlevel(34), vim.fn.foldlevel(8) })
  vim.wo.foldmethod = 'manual'

  -- gri: the same in the other article.
  vim.cmd.buffer(buffer)
  go_to('the phone call', 1)
  vim.api.nvim_feedkeys('gri', 'xm', false)
  check('gri leads to the call in 001', wait(function() return vim.startswith(name_of(), '001_') end)
    and vim.api.nvim_get_current_line():find('urgent call', 1, true), name_of())
  vim.cmd.buffer(buffer)
  vim.lsp.buf.workspace_symbol('Lavrov')
  check('a name is found in the workspace', wait(function()
    return vim.iter(vim.fn.getqflist()):any(function(item) return item.text:find('Lavrov', 1, true) ~= nil end)
  end), vim.fn.getqflist())
  vim.cmd.cclose()
  vim.cmd.buffer(buffer)
end

local function test_edits(buffer)
  vim.cmd.buffer(buffer)
  local hearsay = find(buffer, 'hearsay')
  local before = #vim.diagnostic.get(buffer)
  vim.api.nvim_buf_set_text(buffer, hearsay.lnum, hearsay.col, hearsay.end_lnum, hearsay.end_col, { 'now' })
  check('the finding goes with its word', wait(function() return not find(buffer, 'hearsay') end), before)
  vim.api.nvim_buf_set_lines(buffer, 4, 4, false, { '', 'The minister has reportedly left the country.' })
  check('a new one comes with a new sentence', wait(function()
    local found = find(buffer, 'hearsay')
    return found and found.lnum == 5
  end), vim.diagnostic.get(buffer))
  vim.cmd('silent undo 0')
  check('undo brings the first back', wait(function()
    local found = find(buffer, 'hearsay')
    return found and found.lnum == 7
  end))
  vim.bo[buffer].modified = false
end

--- Another program writes the settings: the rule is switched off, and on again.
local function test_disk(workspace, buffer)
  local file = workspace .. '/copydesk.toml'
  local before = vim.fn.readfile(file)
  vim.fn.writefile({ '[rules]', 'hearsay = "off"' }, file, 'a')
  check('a file changed on disk is heeded', wait(function() return not find(buffer, 'hearsay') end))
  vim.fn.writefile(before, file)
  check('and when it is changed back', wait(function() return find(buffer, 'hearsay') end))
end

--- Lets a function run with a user who chooses, in each list, the row that holds the next of some words.
--- Returns the rows of every list, as shown.
local function choosing(words, run, done)
  local lists = {}
  stubbed(vim.ui, 'select', function(rows, options, choose)
    local shown = vim.tbl_map(options.format_item or tostring, rows)
    table.insert(lists, shown)
    local word = words[#lists]
    for at, text in ipairs(shown) do
      if word and text:find(word, 1, true) then
        return choose(rows[at], at)
      end
    end
    choose(nil)
  end, function()
    run()
    wait(done, 5000)
  end)
  return lists
end

--- Lets a function run with a user who types some words.
local function typing(words, run, done)
  stubbed(vim.ui, 'input', function(_, typed) typed(words) end, function()
    run()
    wait(done, 5000)
  end)
end

local function test_pickers(buffer)
  vim.cmd.buffer(buffer)
  local lists = choosing({ 'The Washington Times' }, function() vim.cmd('Copydesk articles') end,
    function() return vim.startswith(name_of(), '002_') end)
  check('five articles by their labels', #(lists[1] or {}) == 5, lists)
  check('and not by their file names', not table.concat(lists[1] or {}):find('ac0255bb', 1, true), lists[1])
  check('the chosen one is shown', vim.startswith(name_of(), '002_'), name_of())

  vim.cmd.buffer(buffer)
  lists = choosing({ 'Phone call', 'Obama Asks For Putin' }, function() vim.cmd('Copydesk events') end,
    function() return vim.startswith(name_of(), '001_') end)
  check('four events', #(lists[1] or {}) == 4, lists)
  check('their days as those of articles', table.concat(lists[1] or {}):find('18 Apr 2016 · Phone call', 1, true), lists[1])
  check('the call has two articles', #(lists[2] or {}) == 2, lists)
  check('the event in the other article is gone to', vim.startswith(name_of(), '001_'), name_of())

  lists = choosing({ 'Josh Earnest' }, function() vim.cmd('Copydesk entities') end,
    function() return vim.startswith(name_of(), '000_') end)
  check('names, the most mentioned first', (lists[1] or {})[1] and lists[1][1]:find('Obama', 1, true), lists[1])
  check('a name leads to where it is introduced', vim.startswith(name_of(), '000_') and vim.fn.line('.') == 16,
    name_of() .. ':' .. vim.fn.line('.'))
end

--- Dates, outlets and roles are written to copydesk.toml.
local function test_acts(workspace, buffer)
  local file = workspace .. '/copydesk.toml'
  local before = vim.fn.readfile(file)
  local function written(words)
    return function() return table.concat(vim.fn.readfile(file), '\n'):find(words, 1, true) ~= nil end
  end
  vim.cmd.buffer(buffer)
  local said = notices(function()
    typing('2016-04-19', function() vim.cmd('Copydesk date') end, written('published = 2016-04-19'))
  end, some)
  check('a date that was typed is written', written('published = 2016-04-19')(), vim.fn.readfile(file))
  check('comments stay', written('# What these three do not say of themselves.')(), vim.fn.readfile(file))
  check('and it is said', contains(said, '2016-04-19'), said)
  said = notices(function() vim.cmd('Copydesk date yesterday') end, some)
  check('what is no date is refused in one sentence', #said == 1 and not said[1]:find('\n') and contains(said, 'yesterday'), said)
  check('and nothing is written', not written('yesterday')())
  vim.cmd('Copydesk outlet The New York Times')
  check('the outlet is written', wait(written('outlet = "The New York Times"')), vim.fn.readfile(file))
  vim.cmd('Copydesk draft')
  check('the role is written', wait(written('role = "draft"')), vim.fn.readfile(file))

  vim.fn.writefile(before, file)
end

--- The same from the menu of code actions, on an article that names no outlet.
local function test_menu(workspace, buffer)
  local file = workspace .. '/copydesk.toml'
  local before = vim.fn.readfile(file)
  local function written() return table.concat(vim.fn.readfile(file), '\n'):find('outlet = "The Times"', 1, true) ~= nil end
  vim.cmd.edit(workspace .. '/003_35a32bfe2c615227.txt')
  attached(0)
  vim.wait(500)
  local lists
  typing('The Times', function()
    lists = choosing({ 'outlet' }, function() vim.lsp.buf.code_action() end, written)
  end, written)
  check('the menu offers to set the outlet', #(lists[1] or {}) > 0, lists)
  check('and asks for it', written(), vim.fn.readfile(file))
  vim.fn.writefile(before, file)
  vim.cmd.buffer(buffer)
end

--- The places of a lens.
local function test_places(buffer)
  vim.cmd.buffer(buffer)
  local client = clients(buffer)[1]
  local function place(line)
    local at = { line = line, character = 0 }
    return { uri = vim.uri_from_bufnr(buffer), range = { start = at, ['end'] = at } }
  end
  local function list()
    client:exec_cmd({ title = 'Two places', command = 'copydesk.showReferences',
      arguments = { vim.uri_from_bufnr(buffer), { line = 0, character = 0 }, { place(3), place(15) } } }, { bufnr = buffer })
    return wait(function() return vim.fn.getqflist({ title = 0 }).title == 'Two places' and #vim.fn.getqflist() == 2 end)
  end
  check('the places of a lens are listed', list())
  local rows
  -- The settings were written a moment ago: the labels tell of them once they are read again.
  for _ = 1, 50 do
    wait(function() return vim.bo.buftype == 'quickfix' end)
    rows = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
    if rows:find('18 Apr 2016', 1, true) then break end
    vim.cmd.cclose()
    vim.cmd.buffer(buffer)
    vim.wait(100)
    list()
  end
  check('by labels', rows:find('18 Apr 2016', 1, true) and not rows:find('ac0255bb', 1, true), rows)
  vim.cmd.cclose()
  vim.cmd.buffer(buffer)
end

--- Statements of two articles beside each other.
local function test_compare(buffer)
  vim.cmd.buffer(buffer)
  vim.lsp.codelens.refresh({ bufnr = buffer })
  check('a lens stands above the article', wait(function() return #vim.lsp.codelens.get(buffer) > 0 end))
  local pages = vim.fn.tabpagenr('$')
  local lists = choosing({ 'reiterated' }, function() vim.cmd('Copydesk compare') end,
    function() return vim.fn.tabpagenr('$') > pages end)
  check('statements that two articles share', #(lists[1] or {}) > 0, lists)
  local shown = vim.tbl_map(function(window) return name_of(vim.api.nvim_win_get_buf(window)):sub(1, 4) end,
    vim.api.nvim_tabpage_list_wins(0))
  check('are opened side by side', vim.deep_equal(shown, { '000_', '001_' }), shown)
  vim.cmd('silent! tabclose')
  vim.cmd.buffer(buffer)
end

local function test_killed(buffer)
  local id = clients(buffer)[1].id
  local said = notices(function()
    for _, child in ipairs(vim.api.nvim_get_proc_children(vim.uv.os_getpid())) do
      local process = vim.api.nvim_get_proc(child)
      if process and process.name == 'copydesk' then vim.uv.kill(child, 'sigkill') end
    end
    wait(function() return clients(buffer)[1] and clients(buffer)[1].id ~= id and clients(buffer)[1].initialized end)
  end, function() return true end)
  check('a server that is killed comes back by itself', clients(buffer)[1] and clients(buffer)[1].id ~= id, said)
  check('with its findings', wait(function() return find(buffer, 'hearsay') end))
end

local function test_restart(buffer)
  local id = clients(buffer)[1].id
  vim.cmd('Copydesk restart')
  check('it is restarted', wait(function() return clients(buffer)[1] and clients(buffer)[1].id ~= id end) and attached(buffer))
end

local function test_help()
  local folder = root .. '/editors/nvim/doc'
  local before = table.concat(vim.fn.readfile(folder .. '/tags'), '\n')
  vim.cmd('helptags ' .. vim.fn.fnameescape(folder))
  check('the tags of the help are up to date', table.concat(vim.fn.readfile(folder .. '/tags'), '\n') == before)
  for _, tag in ipairs { 'copydesk', ':Copydesk', 'copydesk-trouble' } do
    vim.cmd('silent help ' .. tag)
    check(':help ' .. tag, name_of() == 'copydesk.txt' and vim.api.nvim_get_current_line():find('*' .. tag .. '*', 1, true),
      vim.api.nvim_get_current_line())
    vim.cmd('silent helpclose')
  end
  local text = table.concat(vim.fn.readfile(folder .. '/copydesk.txt'), '\n')
  for _, word in ipairs(vim.fn.getcompletion('Copydesk ', 'cmdline')) do
    check('the help tells of :Copydesk ' .. word, text:find(':Copydesk ' .. word, 1, true))
  end
end

local function test_health(workspace)
  local text = health()
  check('health finds nothing wrong', not text:find('WARNING', 1, true) and not text:find('ERROR', 1, true), text)
  check('and names the program and the workspace', text:find('copydesk %d+%.%d+%.%d+') and
    text:find(vim.fs.basename(workspace), 1, true), text)
end

local function test_bad_input(workspace)
  vim.lsp.config('copydesk', { cmd = { '/nowhere/copydesk', 'lsp' } })
  local said = notices(function() vim.cmd('Copydesk restart') end, some)
  vim.wait(300)
  check('without the program: one plain sentence', #said == 1 and contains(said, 'there is no program "/nowhere/copydesk"'), said)
  -- An article that is opened then, too; the same sentence is not said again.
  said = notices(function() vim.cmd.edit(workspace .. '/002_9a3dda333ebe650b.txt') end, function()
    vim.wait(300)
    return true
  end)
  check('once a session is enough', #said == 0, said)
  check('health says the same', health():find('There is no program', 1, true))
  vim.lsp.config('copydesk', { cmd = { 'true' } })
  check('another program is told from Copydesk', health():find('is not Copydesk', 1, true))

  -- Dies at its start, every time.
  vim.lsp.config('copydesk', { cmd = { 'false' } })
  said = notices(function() vim.cmd('Copydesk restart') end, function(all) return contains(all, 'stays off') end)
  check('one that dies at its start is left alone in the end', contains(said, 'the server stopped 4 times'), said)
  check('the status line says so, too', require('copydesk').status() == 'Copydesk: stopped', require('copydesk').status())

  -- Settings nobody reads.
  vim.lsp.config('copydesk', { cmd = { binary, 'lsp' }, settings = { copydesk = { enable = 'yes' } } })
  check('health knows a setting that is wrong', health():find('Set it to "auto" or "always"', 1, true))

  -- An older Neovim.
  vim.g.loaded_copydesk = nil
  local has = vim.fn.has
  vim.fn.has = function(what) return what == 'nvim-0.11' and 0 or has(what) end
  said = notices(function() vim.cmd.runtime('plugin/copydesk.lua') end, some)
  vim.fn.has = has
  check('an old Neovim gets one plain sentence', #said == 1 and contains(said, 'needs Neovim 0.11'), said)
  vim.cmd.edit(workspace .. '/copydesk.toml')
end

--- A folder that is turned on, with an article that is open already.
local function test_turn_on()
  local folder = vim.fn.tempname()
  vim.fn.mkdir(folder, 'p')
  vim.fn.writefile({ 'Officials reportedly left the country on Monday.' }, folder .. '/a.txt')
  vim.cmd.edit(folder .. '/a.txt')
  local buffer = vim.api.nvim_get_current_buf()
  check('off at first', #clients(buffer) == 0 and not vim.wo.linebreak)
  local said = notices(function() vim.cmd('Copydesk on') end, some)
  check(':Copydesk on says where', contains(said, 'Copydesk: on in '), said)
  check('it writes copydesk.toml', vim.uv.fs_stat(folder .. '/copydesk.toml') ~= nil)
  check('and serves what is open', attached(buffer) and wait(function() return find(buffer, 'hearsay') end))
  check('and wraps it', vim.wo.linebreak)
  said = notices(function() vim.cmd('Copydesk on') end, some)
  check('twice is once', contains(said, 'is on already'), said)
  vim.cmd('bwipeout!')
  vim.fn.delete(folder, 'rf')
end

local function main()
  local workspace = vim.fn.tempname()
  vim.fn.mkdir(workspace, 'p')
  for name in vim.fs.dir(root .. '/seeds') do
    vim.uv.fs_copyfile(root .. '/seeds/' .. name, workspace .. '/' .. name)
  end

  vim.opt.runtimepath:prepend(root .. '/editors/nvim')
  vim.cmd.runtime('plugin/copydesk.lua')
  vim.lsp.config('copydesk', { cmd = { binary, 'lsp' } })
  vim.lsp.enable('copydesk')
  vim.cmd('filetype plugin on')

  -- The annotator, as git has it.
  vim.env.GIT_CONFIG_COUNT, vim.env.GIT_CONFIG_KEY_0, vim.env.GIT_CONFIG_VALUE_0 = '1', 'user.name', 'A. Annotator'
  test_outside()
  vim.cmd.edit(workspace .. '/000_ac0255bbbf864db0.txt')
  local buffer = vim.api.nvim_get_current_buf()
  if not check('attached', attached(buffer)) then return end
  local client = clients(buffer)[1]
  check('the workspace is its root', vim.fs.normalize(client.root_dir or '') == vim.fs.normalize(workspace), client.root_dir)
  check('prose is wrapped at words', vim.wo.wrap and vim.wo.linebreak and vim.wo.breakindent)
  check('a finding arrives', wait(function() return #vim.diagnostic.get(buffer) > 0 end))
  check('the status line tells what was read', wait(function()
    return require('copydesk').status() == 'Copydesk: 5 articles, 4 events'
  end), require('copydesk').status())
  local hearsay = find(buffer, 'hearsay')
  check('"reportedly" is flagged on its line', hearsay and hearsay.lnum == 7, vim.diagnostic.get(buffer))
  test_hover()
  test_jumps()
  test_judge(workspace, buffer)
  test_lists(buffer)
  test_looks(workspace, buffer)
  test_edits(buffer)
  test_disk(workspace, buffer)
  test_pickers(buffer)
  test_acts(workspace, buffer)
  test_menu(workspace, buffer)
  test_places(buffer)
  test_compare(buffer)
  test_killed(buffer)
  test_restart(buffer)
  test_health(workspace)
  test_help()
  test_turn_on()
  vim.cmd.buffer(buffer)
  test_bad_input(workspace)

  vim.lsp.enable('copydesk', false)
  check('stopped', wait(function() return #vim.lsp.get_clients({ name = 'copydesk' }) == 0 end, 5000))
  vim.fn.delete(workspace, 'rf')
end

local fine, problem = xpcall(main, debug.traceback)
if not fine then check(problem, false) end
io.stdout:write(('%d passed, %d failed\n'):format(passed, failed))
os.exit(failed == 0 and passed > 0 and 0 or 1)
