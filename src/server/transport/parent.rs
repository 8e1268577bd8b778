//! Whether the client's process lives: a server must not outlive its editor.
//!
//! A number that names no process from the start says nothing: the client may run outside of this container, where
//! numbers are others. Then the end of the input is all there is to go by.

use std::time::Duration;

use sysinfo::{Pid, ProcessRefreshKind, ProcessStatus, ProcessesToUpdate, System};
use tracing::info;

/// Returns when there is no such process any more, or it is dead and only its parent has not noticed; never when it
/// did not live at first.
pub async fn until_dead(process: u32, poll: Duration) {
    let mut system = System::new();
    let mut lived = false;
    loop {
        let looked = tokio::task::spawn_blocking(move || {
            let alive = is_alive(&mut system, process);
            (system, alive)
        });
        match looked.await {
            Ok((returned, true)) => {
                lived = true;
                system = returned;
            }
            Ok((_, false)) if lived => return,
            Ok(_) => {
                info!("there is no process {process} here; the end of the input ends the server");
                return std::future::pending().await;
            }
            // The runtime is ending, or asking panicked: better to live on than to end under somebody's hands.
            Err(_) => return std::future::pending().await,
        }
        tokio::time::sleep(poll).await;
    }
}

fn is_alive(system: &mut System, process: u32) -> bool {
    let process = Pid::from_u32(process);
    // Not the client, whatever it means; some systems have a process of that number.
    if process.as_u32() == 0 {
        return false;
    }
    system.refresh_processes_specifics(ProcessesToUpdate::Some(&[process]), true, ProcessRefreshKind::nothing());
    let status = system.process(process).map(sysinfo::Process::status);
    !matches!(status, None | Some(ProcessStatus::Zombie | ProcessStatus::Dead))
}
