//! Whether the client's process lives: a server must not outlive its editor.

use std::time::Duration;

use sysinfo::{Pid, ProcessRefreshKind, ProcessStatus, ProcessesToUpdate, System};

/// Returns when there is no such process any more, or it is dead and only its parent has not noticed.
pub async fn until_dead(process: u32, poll: Duration) {
    let mut system = System::new();
    loop {
        let looked = tokio::task::spawn_blocking(move || {
            let alive = is_alive(&mut system, process);
            (system, alive)
        });
        match looked.await {
            Ok((returned, true)) => system = returned,
            Ok((_, false)) => return,
            // The runtime is ending, or asking panicked: better to live on than to end under somebody's hands.
            Err(_) => return std::future::pending().await,
        }
        tokio::time::sleep(poll).await;
    }
}

fn is_alive(system: &mut System, process: u32) -> bool {
    let process = Pid::from_u32(process);
    system.refresh_processes_specifics(ProcessesToUpdate::Some(&[process]), true, ProcessRefreshKind::nothing());
    let status = system.process(process).map(sysinfo::Process::status);
    !matches!(status, None | Some(ProcessStatus::Zombie | ProcessStatus::Dead))
}
