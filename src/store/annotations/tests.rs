use super::*;

fn line(id: &str, start: u32, who: &str) -> String {
    format!(
        r#"{{"id":"{id}","creator":{{"name":"{who}"}},"target":{{"source":"a.txt","selector":{{"type":"TextPositionSelector","start":{start},"end":{}}}}}}}"#,
        start + 1
    )
}

fn add(file: &Path, id: &str, start: u32) -> Change {
    Change { file: file.to_owned(), id: id.into(), before: None, after: Some(line(id, start, "A")) }
}

fn names(folder: &Path) -> Vec<String> {
    let name = |entry: std::io::Result<std::fs::DirEntry>| entry.unwrap().file_name().into_string().unwrap();
    let mut names: Vec<String> = std::fs::read_dir(folder).unwrap().map(name).collect();
    names.sort();
    names
}

#[test]
fn names_tell_what_a_file_is() {
    assert_eq!(beside(Path::new("/n/a.txt")), Path::new("/n/a.txt.anno.jsonl"));
    assert_eq!(article_of(Path::new("/n/a.txt.anno.jsonl")), Some(PathBuf::from("/n/a.txt")));
    assert_eq!(article_of(Path::new("/n/copydesk.anno.jsonl")), None);
    assert!(is_store(Path::new("copydesk.anno.jsonl")) && !is_store(Path::new("a.jsonl")));
}

#[test]
fn a_change_is_made_and_taken_back() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.txt.anno.jsonl");
    let memory = Memory::default();
    let changes = [add(&path, "b", 7), add(&path, "a", 3)];
    memory.write(&changes).unwrap();
    let written = std::fs::read_to_string(&path).unwrap();
    assert_eq!(written, format!("{}\n{}\n", line("a", 3, "A"), line("b", 7, "A")));
    assert_eq!(names(dir.path()), ["a.txt.anno.jsonl"], "nothing else is left");
    memory.write(&changes.iter().map(Change::reversed).collect::<Vec<_>>()).unwrap();
    assert!(!path.exists(), "without a line there is no file");
}

#[test]
fn what_somebody_else_has_changed_is_left_as_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let (path, other) = (dir.path().join("a.txt.anno.jsonl"), dir.path().join("b.txt.anno.jsonl"));
    let memory = Memory::default();
    let first = add(&path, "a", 3);
    memory.write(std::slice::from_ref(&first)).unwrap();
    std::fs::write(&path, format!("{}\n", line("a", 4, "B"))).unwrap();
    let why = memory.write(&[first.reversed()]).unwrap_err().0;
    assert!(why.ends_with("B has changed this annotation meanwhile; look at it again"), "{why}");
    // All or nothing.
    let mut late = first.reversed();
    late.file = other.clone();
    let why = memory.write(&[add(&path, "c", 9), late]).unwrap_err().0;
    assert!(why.contains("somebody has removed"), "{why}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), format!("{}\n", line("a", 4, "B")));
    assert!(!other.exists());
}

#[test]
fn whoever_writes_is_noticed_whatever_the_file_says_of_its_age() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.txt.anno.jsonl");
    let memory = Memory::default();
    memory.write(&[add(&path, "a", 3)]).unwrap();
    let age = std::fs::metadata(&path).unwrap().modified().unwrap();
    for n in 0..60_u32 {
        // Of one length, in place, at once or after a while, and as old as before.
        let file = std::fs::File::options().write(true).open(&path).unwrap();
        std::io::Write::write_all(&mut &file, format!("{}\n", line("a", 10 + n % 80, "A")).as_bytes()).unwrap();
        file.set_modified(age).unwrap();
        let start = |page: &Page| page.annotations().next().and_then(|it| it.targets[0].position).map(|it| it.0);
        let read = memory.read(&path).unwrap();
        assert_eq!(start(&read), Some(10 + n % 80));
        if n % 6 == 0 {
            for _ in 0..3 {
                std::thread::sleep(std::time::Duration::from_millis(15));
                let again = memory.read(&path).unwrap();
                assert!(Arc::ptr_eq(&read, &again), "what has not changed is not read anew");
            }
        }
    }
}

#[test]
fn a_bad_line_is_named_and_never_lost() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.txt.anno.jsonl");
    let long = format!("{{\"id\":\"{}\"}}", "x".repeat(10 << 20));
    let bad: Vec<Vec<u8>> = vec![
        b"{\"id\":\"cut off in mid-li".to_vec(),
        b"<<<<<<< HEAD".to_vec(),
        b"=======".to_vec(),
        b">>>>>>> branch".to_vec(),
        b"\0\0\0\0".to_vec(),
        b"caf\xe9".to_vec(),
        br#"{"id":"x","target":"a.txt","copydesk":{"format":99,"kind":"mention"}}"#.to_vec(),
        long.into_bytes(),
    ];
    let mut bytes = line("a", 3, "A").into_bytes();
    for line in &bad {
        bytes.push(b'\n');
        bytes.extend_from_slice(line);
    }
    std::fs::write(&path, &bytes).unwrap();
    let memory = Memory::default();
    let page = memory.read(&path).unwrap();
    assert_eq!(page.annotations().count(), 1);
    let lines: Vec<u32> = problems(&path, &page).iter().map(|problem| problem.place.unwrap().line + 1).collect();
    assert_eq!(lines, (2..=9).collect::<Vec<_>>());
    memory.write(&[add(&path, "b", 1)]).unwrap();
    let now = std::fs::read(&path).unwrap();
    assert!(now.starts_with(line("b", 1, "A").as_bytes()));
    assert!(now.windows(bytes.len()).any(|window| window == bytes), "every byte is there");
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_in_its_folder_and_a_folder_that_is_read_only_is_said() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let (dir, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let at = |name: &str| dir.path().join(name);
    let memory = Memory::default();
    std::fs::write(at("real.jsonl"), format!("{}\n", line("a", 3, "A"))).unwrap();
    symlink(at("real.jsonl"), at("a.txt.anno.jsonl")).unwrap();
    memory.write(&[add(&at("a.txt.anno.jsonl"), "b", 9)]).unwrap();
    assert!(std::fs::symlink_metadata(at("a.txt.anno.jsonl")).unwrap().is_symlink());
    assert_eq!(std::fs::read_to_string(at("real.jsonl")).unwrap().lines().count(), 2);
    let outside = elsewhere.path().join("theirs");
    std::fs::write(&outside, "").unwrap();
    symlink(&outside, at("b.txt.anno.jsonl")).unwrap();
    let why = memory.write(&[add(&at("b.txt.anno.jsonl"), "b", 9)]).unwrap_err().0;
    assert!(why.contains("outside of its folder"), "{why}");
    assert_eq!(std::fs::read_to_string(&outside).unwrap(), "");
    symlink(at("loop"), at("loop")).unwrap();
    symlink(at("loop"), at("c.txt.anno.jsonl")).unwrap();
    assert!(
        memory.read(&at("c.txt.anno.jsonl")).is_err() && memory.write(&[add(&at("c.txt.anno.jsonl"), "b", 9)]).is_err()
    );
    std::fs::set_permissions(dir.path(), std::fs::Permissions::from_mode(0o500)).unwrap();
    // A superuser may write everywhere.
    if std::fs::write(at("probe"), "").is_err() {
        let why = memory.write(&[add(&at("d.txt.anno.jsonl"), "b", 9)]).unwrap_err().0;
        assert!(why.ends_with("not allowed to be written; check its permissions"), "{why}");
    }
    std::fs::set_permissions(dir.path(), std::fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn of_many_that_write_at_once_none_loses_a_line() {
    let dir = tempfile::tempdir().unwrap();
    let (path, shared) = (dir.path().join("a.txt.anno.jsonl"), dir.path().join(SHARED));
    std::thread::scope(|scope| {
        for writer in 0..2 {
            let (path, shared) = (&path, &shared);
            scope.spawn(move || {
                let memory = Memory::default();
                for n in 0..100 {
                    let id = format!("{writer}-{n}");
                    memory.write(&[add(path, &id, n), add(shared, &id, n)]).unwrap();
                }
            });
        }
    });
    for path in [&path, &shared] {
        assert_eq!(Memory::default().read(path).unwrap().annotations().count(), 200);
    }
    assert_eq!(names(dir.path()).len(), 2, "nothing else is left");
}

#[test]
fn git_is_told_once_how_to_merge() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(".gitattributes");
    std::fs::write(&path, "*.png binary").unwrap();
    assert_eq!(merge_by_line(dir.path()).unwrap(), Some(path.clone()));
    assert_eq!(merge_by_line(dir.path()).unwrap(), None);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "*.png binary\n*.anno.jsonl merge=union\n");
}

/// What has a child of this test write until it is killed.
const WRITES: &str = "COPYDESK_TEST_WRITES";

#[cfg(unix)]
#[test]
fn a_kill_loses_nothing_that_was_answered() {
    use std::io::BufRead;
    use std::process::{Command, Stdio};
    if let Some(folder) = std::env::var_os(WRITES) {
        let (own, shared) = (Path::new(&folder).join("a.txt.anno.jsonl"), Path::new(&folder).join(SHARED));
        let memory = Memory::default();
        let start = std::process::id();
        for n in 0..1000 {
            let id = format!("{start}-{n}");
            memory.write(&[add(&own, &id, n), add(&shared, &id, n)]).unwrap();
            println!("\nanswered {id}");
        }
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let test = "store::annotations::tests::a_kill_loses_nothing_that_was_answered";
    let mut answered: Vec<String> = Vec::new();
    for round in 0..100_u64 {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args([test, "--exact", "--nocapture"]).env(WRITES, dir.path());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let lines = std::io::BufReader::new(child.stdout.take().unwrap()).lines();
        let reader = std::thread::spawn(move || {
            let ids = lines.map_while(Result::ok);
            ids.filter_map(|line| line.strip_prefix("answered ").map(str::to_owned)).collect::<Vec<_>>()
        });
        // Some die before they have begun, some after dozens.
        std::thread::sleep(std::time::Duration::from_millis(5 + round * 37 % 60));
        child.kill().unwrap();
        child.wait().unwrap();
        answered.extend(reader.join().unwrap());
    }
    for name in ["a.txt.anno.jsonl", SHARED] {
        let path = dir.path().join(name);
        let page = Memory::default().read(&path).unwrap();
        assert_eq!(problems(&path, &page), []);
        let ids: std::collections::BTreeSet<&str> = page.annotations().map(|one| &*one.id).collect();
        let lost: Vec<&String> = answered.iter().filter(|id| !ids.contains(id.as_str())).collect();
        assert!(lost.is_empty() && !answered.is_empty(), "{lost:?}");
    }
    // The next needs no hand.
    Memory::default().write(&[add(&dir.path().join(SHARED), "last", 1)]).unwrap();
}
