"""Confine a process before student code runs in it: namespaces, limits, files (Landlock), system calls (seccomp)."""

import contextlib
import ctypes
import os
import platform
import resource
import struct

NEWNS, NEWIPC, NEWUSER, NEWPID, NEWNET = 0x20000, 0x8000000, 0x10000000, 0x20000000, 0x40000000
NO_NEW_PRIVS, SET_SECCOMP, FILTER, SET_DUMPABLE = 38, 22, 2, 4
EPERM, ENOSYS, CLONE_THREAD = 1, 38, 0x10000

# System calls that a notebook has no use for. Names as in the kernel; numbers by machine.
CALLS = {
    "x86_64": {
        "audit": 0xC000003E, "clone": 56, "clone3": 435, "tgkill": 234, "capset": 126, "prlimit64": 302, "fcntl": 72,
        "ioctl": 16,
        "denied": {
            "fork": 57, "vfork": 58, "execve": 59, "execveat": 322, "kill": 62, "tkill": 200, "ptrace": 101,
            "rt_sigqueueinfo": 129, "rt_tgsigqueueinfo": 297, "process_vm_readv": 310, "process_vm_writev": 311,
            "pidfd_open": 434, "pidfd_send_signal": 424, "pidfd_getfd": 438, "process_madvise": 440, "kcmp": 312,
            "socket": 41, "socketpair": 53, "connect": 42, "bind": 49, "listen": 50, "unshare": 272, "setns": 308,
            "mount": 165, "umount2": 166, "pivot_root": 155, "chroot": 161, "move_mount": 429, "fsopen": 430,
            "open_tree": 428, "mount_setattr": 442, "keyctl": 250, "add_key": 248, "request_key": 249, "bpf": 321,
            "perf_event_open": 298, "userfaultfd": 323, "io_uring_setup": 425, "io_uring_enter": 426,
            "io_uring_register": 427, "shmget": 29, "msgget": 68, "semget": 64, "mq_open": 240, "setpriority": 141,
            "personality": 135, "syslog": 103, "fanotify_init": 300, "open_by_handle_at": 304, "init_module": 175,
            "finit_module": 313, "kexec_load": 246, "swapon": 167, "reboot": 169, "settimeofday": 164,
            "memfd_create": 319, "shmat": 30, "shmctl": 31, "msgsnd": 69, "msgrcv": 70, "msgctl": 71, "semop": 65,
            "semctl": 66, "sched_setaffinity": 203, "sched_setscheduler": 144, "sched_setparam": 142,
            "sched_setattr": 314, "ioprio_set": 251, "migrate_pages": 256, "move_pages": 279,
        },
    },
    "aarch64": {
        "audit": 0xC00000B7, "clone": 220, "clone3": 435, "tgkill": 131, "capset": 91, "prlimit64": 261, "fcntl": 25,
        "ioctl": 29,
        "denied": {
            "execve": 221, "execveat": 281, "kill": 129, "tkill": 130, "ptrace": 117, "rt_sigqueueinfo": 138,
            "rt_tgsigqueueinfo": 240, "process_vm_readv": 270, "process_vm_writev": 271, "pidfd_open": 434,
            "pidfd_send_signal": 424, "pidfd_getfd": 438, "process_madvise": 440, "kcmp": 272, "socket": 198,
            "socketpair": 199, "connect": 203, "bind": 200, "listen": 201, "unshare": 97, "setns": 268, "mount": 40,
            "umount2": 39, "pivot_root": 41, "chroot": 51, "move_mount": 429, "fsopen": 430, "open_tree": 428,
            "mount_setattr": 442, "keyctl": 219, "add_key": 217, "request_key": 218, "bpf": 280,
            "perf_event_open": 241, "userfaultfd": 282, "io_uring_setup": 425, "io_uring_enter": 426,
            "io_uring_register": 427, "shmget": 194, "msgget": 186, "semget": 190, "mq_open": 180,
            "setpriority": 140, "personality": 92, "syslog": 116, "fanotify_init": 262, "open_by_handle_at": 265,
            "init_module": 105, "finit_module": 273, "kexec_load": 104, "swapon": 224, "reboot": 142,
            "settimeofday": 170, "memfd_create": 279, "shmat": 196, "shmctl": 195, "msgsnd": 189, "msgrcv": 188,
            "msgctl": 187, "semop": 193, "semctl": 191, "sched_setaffinity": 122, "sched_setscheduler": 119,
            "sched_setparam": 118, "sched_setattr": 274, "ioprio_set": 30, "migrate_pages": 238, "move_pages": 239,
        },
    },
}  # fmt: skip

# What Landlock does not look after: refused where the rest of the disk could not be made read-only.
OWNERSHIP = {
    "x86_64": [90, 91, 268, 452, 92, 93, 94, 260, 132, 235, 261, 280, 188, 189, 190, 197, 198, 199, 76, 77],
    "aarch64": [52, 53, 452, 54, 55, 88, 5, 6, 7, 14, 15, 16, 45, 46],
}

# Ways of letting the kernel send a signal to whoever is named: F_SETOWN, F_SETSIG, F_SETOWN_EX; FIOSETOWN, SIOCSPGRP.
OWNERS = {"fcntl": (8, 10, 15), "ioctl": (0x8901, 0x8902)}

_libc = ctypes.CDLL(None, use_errno=True)


def _checked(result):
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def own_namespaces(*, network):
    """Move this process into user, mount and IPC namespaces of its own, and its children into a process namespace.

    network -- also leave the network behind
    Returns whether the kernel allowed it.
    """
    user, group = os.geteuid(), os.getegid()
    wanted = NEWUSER | NEWNS | NEWIPC | NEWPID | (NEWNET if network else 0)
    if _libc.unshare(wanted):
        return False
    for name, text in (("setgroups", "deny"), ("uid_map", f"1000 {user} 1"), ("gid_map", f"1000 {group} 1")):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)
    return True


def own_tmpfs(folder, megabytes):
    """Make every place read-only but a folder with an empty file system in memory, and hide /proc.

    Needs the namespaces of `own_namespaces`; raises OSError where the kernel refuses.
    """
    options = f"size={megabytes}m,nr_inodes=2000,mode=700".encode()
    _checked(
        _libc.mount(b"none", b"/", None, 0x44000, None)
    )  # nothing mounted here shows elsewhere: private, recursive
    attributes = struct.pack("4Q", 1, 0, 0, 0)
    _checked(_libc.syscall(442, -100, b"/", 0x8000, attributes, ctypes.c_size_t(len(attributes))))
    _checked(_libc.mount(b"tmpfs", os.fsencode(folder), b"tmpfs", 6, options))  # no set-uid programs, no devices
    _checked(_libc.mount(b"tmpfs", b"/proc", b"tmpfs", 7, b"size=4k"))


def limit(*, seconds, memory):
    """Set limits that cannot be raised again: seconds of processor time, bytes of memory, files, core dumps."""
    limits = {
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_FSIZE: 32_000_000,
        resource.RLIMIT_NOFILE: 64,
        resource.RLIMIT_NPROC: 100,  # threads, where the user has a namespace of its own
        resource.RLIMIT_CORE: 0,
    }
    for which, most in limits.items():
        hard = resource.getrlimit(which)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with contextlib.suppress(ValueError, OSError):  # macOS knows no limit of address space
            resource.setrlimit(which, (most, most))


def landlock_version():
    """Return the version of Landlock that this kernel offers, 0 for none."""
    return max(0, _libc.syscall(444, None, ctypes.c_size_t(0), 1)) if platform.system() == "Linux" else 0


def landlock(readable, writable):
    """Let this process open nothing but what is beneath the given places, with Landlock; it cannot be undone.

    readable, writable -- lists of folders or files
    """
    version = landlock_version()
    every = (1 << {1: 13, 2: 14, 3: 15, 4: 15}.get(version, 16)) - 1
    net, scope = (3 if version >= 4 else 0), (3 if version >= 6 else 0)
    attributes = struct.pack("QQQ", every, net, scope)[: 24 if version >= 6 else 16 if version >= 4 else 8]
    ruleset = _checked(_libc.syscall(444, attributes, ctypes.c_size_t(len(attributes)), 0))
    read_file, read = 1 << 2, (1 << 2) | (1 << 3)
    for place, rights in [(one, read) for one in readable] + [(one, every) for one in writable]:
        with contextlib.suppress(FileNotFoundError):
            opened = os.open(place, os.O_PATH | os.O_CLOEXEC)
            rights = rights if os.path.isdir(place) else rights & read_file
            _checked(_libc.syscall(445, ruleset, 1, struct.pack("=Qi", rights, opened), 0))
            os.close(opened)
    _checked(_libc.prctl(NO_NEW_PRIVS, 1, 0, 0, 0))
    _checked(_libc.syscall(446, ruleset, 0))
    os.close(ruleset)


def drop_rights():
    """Give up every capability, and the right to win any back."""
    _checked(_libc.prctl(NO_NEW_PRIVS, 1, 0, 0, 0))
    number = CALLS.get(platform.machine(), {}).get("capset")
    if number:
        _libc.syscall(number, struct.pack("=Ii", 0x20080522, 0), struct.pack("=6I", *[0] * 6))
    _libc.prctl(SET_DUMPABLE, 0, 0, 0, 0)


def seccomp(*, ownership):
    """Refuse system calls that start processes, reach others, open sockets, mount, trace; returns whether it could.

    ownership -- also refuse those that change modes, owners, times and attributes of files
    """
    calls = CALLS.get(platform.machine())
    if calls is None or platform.system() != "Linux":
        return False
    more = OWNERSHIP[platform.machine()] if ownership else []
    code = _program(calls, [*calls["denied"].values(), *more], os.getpid())
    buffer = ctypes.create_string_buffer(code)
    program = struct.pack("HxxxxxxQ", len(code) // 8, ctypes.addressof(buffer))
    _checked(_libc.prctl(NO_NEW_PRIVS, 1, 0, 0, 0))
    _checked(_libc.prctl(SET_SECCOMP, FILTER, program, 0, 0))
    return True


def _program(calls, denied, own):
    """Return the filter in the kernel's little language: load, compare and jump, return."""

    def step(code, value, yes=0, no=0):
        return struct.pack("HBBI", code, yes, no, value & 0xFFFFFFFF)

    load, equal, has_bit, at_least, answer = 0x20, 0x15, 0x45, 0x35, 0x06
    allow, refuse = step(answer, 0x7FFF0000), step(answer, 0x00050000 | EPERM)
    steps = [step(load, 4), step(equal, calls["audit"], yes=1), step(answer, 0x80000000), step(load, 0)]
    steps += [step(at_least, 0x40000000, no=1), refuse]  # x32 calls under other numbers
    for number in denied:
        steps += [step(equal, number, no=1), refuse]
    steps += [step(equal, calls["clone3"], no=1), step(answer, 0x00050000 | ENOSYS)]
    # threads may be started, processes not; a signal may go to this process itself (abort), not to others
    steps += [step(equal, calls["clone"], no=3), step(load, 16), step(has_bit, CLONE_THREAD, yes=1), refuse]
    steps += [step(load, 0), step(equal, calls["tgkill"], no=3), step(load, 16), step(equal, own, yes=1), refuse]
    # limits of this process may be changed, not those of others; what is told of an open file goes to nobody else
    steps += [step(load, 0), step(equal, calls["prlimit64"], no=3), step(load, 16), step(equal, 0, yes=1), refuse]
    for name, commands in OWNERS.items():
        length = 2 * len(commands)
        steps += [step(load, 0), step(equal, calls[name], no=length + 1), step(load, 24)]
        steps += [part for one in commands for part in (step(equal, one, no=1), refuse)]
    return b"".join([*steps, allow])
