-- The server's commands that want something of the user first, and what `:Copydesk` calls.
local places = require('copydesk.places')
local server = require('copydesk.server')

local M = {}

local function here() return vim.uri_from_bufnr(0) end

--- Files that the server wrote are read anew.
local function written(what)
  return function()
    vim.cmd.checktime()
    vim.notify('Copydesk: ' .. what, vim.log.levels.INFO)
  end
end

--- Runs `command` for an article, with `value` or what the user types.
local function set(command, what, prompt, uri, value)
  local function run(given)
    given = vim.trim(given or '')
    if given ~= '' then
      server.execute(command, { { uri = uri, value = given } }, written(what .. ' is ' .. given .. ', in copydesk.toml'))
    end
  end
  if value and value ~= '' then
    run(value)
  elseif server.ready(command) then
    vim.ui.input({ prompt = prompt }, run)
  end
end

function M.date(uri, value)
  set('copydesk.setDate', 'the date of this article', 'Published on (YYYY-MM-DD): ', uri or here(), value)
end

function M.outlet(uri, value)
  set('copydesk.setOutlet', 'the outlet of this article', 'Published by: ', uri or here(), value)
end

function M.role(value)
  server.execute('copydesk.setRole', { { uri = here(), value = value } }, written('this article is a ' .. value))
end

--- Takes back what was decided last, or does it again; the text of the article is not touched.
function M.again(command)
  server.execute(command, {}, function(answer)
    if answer and answer.title then
      vim.notify('Copydesk: ' .. answer.title, vim.log.levels.INFO)
    end
  end)
end

function M.articles()
  server.execute('copydesk.articles', {}, function(articles, client)
    local function show(article)
      local findings = article.findings or 0
      return article.label .. (findings > 0 and (' · %d finding%s'):format(findings, findings == 1 and '' or 's') or '')
    end
    places.select(articles, 'Articles', show, function(article) places.jump({ uri = article.uri }, client) end)
  end)
end

function M.entities()
  server.execute('copydesk.entities', {}, function(entities, client)
    local function show(entity)
      return ('%s · %s · %d in %d article%s'):format(entity.name, entity.type, entity.mentions, entity.articles,
        entity.articles == 1 and '' or 's')
    end
    places.select(entities, 'Names', show, function(entity) places.jump(entity, client) end)
  end)
end

function M.events()
  server.execute('copydesk.events', {}, function(events, client)
    local function show(event)
      local date = event.date ~= vim.NIL and event.date
      return (date and places.day(date) .. ' · ' or '') .. event.title .. (' · %d article%s'):format(#event.articles,
        #event.articles == 1 and '' or 's')
    end
    places.select(events, 'Events', show, function(event)
      if #event.articles == 1 then
        places.jump(event.articles[1], client)
        return
      end
      places.select(event.articles, event.title, function(article) return article.label end,
        function(article) places.jump(article, client) end)
    end)
  end)
end

--- Two places side by side: here on the left, there on the right.
local function beside(pair, client)
  vim.cmd.tabnew()
  places.jump(pair.here, client)
  vim.cmd('rightbelow vsplit')
  places.jump(pair.there, client)
end

local function compare_with(uri, other)
  server.execute('copydesk.compare', { { uri = uri, other = other } }, function(pairs_, client)
    if not pairs_ or #pairs_ == 0 then
      vim.notify('Copydesk: these two articles share no statement', vim.log.levels.INFO)
      return
    end
    local function show(pair)
      return (pair.differs and '≠ ' or '= ') .. pair.text .. ' │ ' .. places.cut(pair.words, 60)
    end
    places.select(pairs_, 'Statements', show, function(pair) beside(pair, client) end)
  end)
end

--- Compares this article with one that the user chooses: those on the same event come first.
function M.compare(uri, other)
  uri = uri or here()
  if other then
    compare_with(uri, other)
    return
  end
  server.execute('copydesk.articles', {}, function(articles)
    articles = articles or {}
    local own = vim.iter(articles):find(function(article) return article.uri == uri end)
    local others = vim.tbl_filter(function(article) return article.uri ~= uri end, articles)
    local same = own and vim.tbl_filter(function(article) return article.event == own.event end, others) or {}
    if #same == 1 then
      compare_with(uri, same[1].uri)
      return
    end
    places.select(#same > 0 and same or others, 'Compare with', function(article) return article.label end,
      function(article) compare_with(uri, article.uri) end)
  end)
end

--- Turns Copydesk on in a folder: the article's own, if none is named.
function M.on(folder)
  local name = vim.api.nvim_buf_get_name(0)
  if not folder or folder == '' then
    folder = name ~= '' and vim.fs.dirname(name) or vim.fn.getcwd()
  end
  folder = vim.fn.fnamemodify(folder, ':p')
  local root = name ~= '' and vim.fs.root(0, 'copydesk.toml')
  if root and vim.startswith(vim.fs.normalize(folder), vim.fs.normalize(root)) then
    vim.notify('Copydesk: is on already, in ' .. vim.fn.fnamemodify(root, ':~'), vim.log.levels.INFO)
    return
  end
  local program = server.program() or 'copydesk'
  if vim.fn.executable(program) == 0 then
    vim.notify(server.missing(program), vim.log.levels.ERROR)
    return
  end
  vim.system({ program, 'init', folder }, { text = true }, vim.schedule_wrap(function(result)
    if result.code ~= 0 then
      vim.notify(vim.trim(result.stderr or ''), vim.log.levels.ERROR)
      return
    end
    vim.lsp.enable('copydesk')
    require('copydesk.prose').everywhere()
    vim.notify('Copydesk: on in ' .. vim.fn.fnamemodify(folder, ':~') .. '; copydesk.toml there is to be filled in',
      vim.log.levels.INFO)
  end))
end

function M.log() vim.cmd.tabedit(vim.fn.fnameescape(vim.lsp.log.get_filename())) end

--- What follows `:Copydesk`, each with the function that runs it on the rest of the line.
local words = {
  articles = function() M.articles() end,
  clipping = function() M.role('clipping') end,
  compare = function() M.compare() end,
  date = function(rest) M.date(nil, rest) end,
  draft = function() M.role('draft') end,
  entities = function() M.entities() end,
  events = function() M.events() end,
  log = function() M.log() end,
  on = function(rest) M.on(rest) end,
  outlet = function(rest) M.outlet(nil, rest) end,
  redo = function() M.again('copydesk.redo') end,
  restart = function() server.restart() end,
  undo = function() M.again('copydesk.undo') end,
}

--- `:Copydesk WORD REST`
function M.run(line)
  local word, rest = line:match('^%s*(%S*)%s*(.-)%s*$')
  local all = table.concat(vim.fn.sort(vim.tbl_keys(words)), ', ')
  if words[word] then
    words[word](rest)
  elseif word == '' then
    vim.notify('Copydesk: one of these is to follow: ' .. all .. '; see :help copydesk', vim.log.levels.INFO)
  else
    vim.notify('Copydesk: no command "' .. word .. '"; there are ' .. all, vim.log.levels.ERROR)
  end
end

--- Completes `:Copydesk`.
function M.complete(lead, line)
  local before = line:match('^%s*%S+%s+(.*)$') or ''
  if before:match('^on%s') then
    return vim.fn.getcompletion(lead, 'dir')
  end
  if before:find('%s') then
    return {}
  end
  return vim.tbl_filter(function(word) return vim.startswith(word, lead) end, vim.fn.sort(vim.tbl_keys(words)))
end

--- Neovim takes a lens away when it is run, and brings it back only after a command of the server.
local function lens_back(context)
  local buffer = context.bufnr
  if buffer and #vim.lsp.codelens.get(buffer) > 0 then
    vim.schedule(function()
      if vim.api.nvim_buf_is_valid(buffer) then vim.lsp.codelens.refresh({ bufnr = buffer }) end
    end)
  end
end

--- The commands of code actions and lenses that this client runs itself, for `vim.lsp.commands`.
M.of_client = {
  ['copydesk.setDate'] = function(command)
    local given = command.arguments[1]
    M.date(given.uri, given.value)
  end,
  ['copydesk.setOutlet'] = function(command)
    local given = command.arguments[1]
    M.outlet(given.uri, given.value)
  end,
  ['copydesk.compare'] = function(command, context)
    lens_back(context)
    local given = command.arguments[1]
    M.compare(given.uri, given.other)
  end,
  ['copydesk.showReferences'] = function(command, context)
    lens_back(context)
    local client = assert(vim.lsp.get_client_by_id(context.client_id))
    local locations = command.arguments[3] or {}
    local items = vim.lsp.util.locations_to_items(locations, client.offset_encoding)
    places.on_list { title = command.title or 'Places', items = items }
  end,
}

return M
