package main

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// process is a gateway under measurement: its own operating-system process, so that its CPU time is its own.
type process struct {
	name string
	url  string
	pid  int
}

// startProcess runs a command whose arguments may name {address}, the free address it is to listen on.
func startProcess(name string, env []string, command ...string) (*process, error) {
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	host, port, _ := net.SplitHostPort(address)
	for i := range command {
		command[i] = strings.ReplaceAll(command[i], "{address}", address)
	}
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Env = append(append(os.Environ(), "HOST="+host, "PORT="+port), env...)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	p := &process{name: name, url: "http://" + address, pid: cmd.Process.Pid}
	return p, p.await(address)
}

func (p *process) await(address string) error {
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if conn, err := net.Dial("tcp", address); err == nil {
			return conn.Close()
		}
	}
	return fmt.Errorf("%s does not listen on %s", p.name, address)
}

// running is a gateway that somebody else has started: its URL and process id.
func running(peer string) (*process, error) {
	url, id, _ := strings.Cut(peer, ",")
	pid, err := strconv.Atoi(id)
	return &process{name: gatewayName, url: url, pid: pid}, err
}

func (p *process) stop() { syscall.Kill(p.pid, syscall.SIGKILL) }

// cpu is the processor time that the process has used, user and system, in steps of 10 ms
// (https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html, read 2026-11-21).
func (p *process) cpu() (time.Duration, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.pid))
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(rest)
	user, err := strconv.Atoi(fields[11])
	if err != nil {
		return 0, err
	}
	system, err := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond, err
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}
