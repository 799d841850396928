// Lets libFuzzer drive a .NET program that calls Fuzzer.LibFuzzer.Run of SharpFuzz: inputs and coverage go through shared memory, turns through two pipes.
// The program is named by CHAOS_FUZZ_PROGRAM; libFuzzer's own options stay the command line.
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/shm.h>
#include <unistd.h>

// The size of the coverage map is SharpFuzz's; any two free file descriptors do.
enum { CONTROL = 198, STATUS = 199, COVERAGE_BYTES = 1 << 16, INPUT_BYTES = 1 << 20 };

// libFuzzer reads this section after each input as further coverage. Not static: nothing here reads it, and the compiler would drop what is written.
__attribute__((section("__libfuzzer_extra_counters"))) uint8_t counters[COVERAGE_BYTES];

static uint8_t *shared;
static int control, status;

static void die(const char *what) {
    perror(what);
    exit(1);
}

static void start(const char *program, int segment) {
    int to[2], from[2];
    char id[16];
    if (pipe(to) || pipe(from)) die("pipe");
    snprintf(id, sizeof id, "%d", segment);
    pid_t child = fork();
    if (child < 0) die("fork");
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (dup2(to[0], CONTROL) < 0 || dup2(from[1], STATUS) < 0) die("dup2");
        close(to[0]), close(to[1]), close(from[0]), close(from[1]);
        setenv("__LIBFUZZER_SHM_ID", id, 1);
        snprintf(id, sizeof id, "%d", CONTROL);
        setenv("__LIBFUZZER_CONTROL_PIPE_ID", id, 1);
        snprintf(id, sizeof id, "%d", STATUS);
        setenv("__LIBFUZZER_STATUS_PIPE_ID", id, 1);
        execl(program, program, "libfuzzer", (char *)0);
        die(program);
    }
    close(to[0]), close(from[1]);
    control = to[1], status = from[0];
}

static int32_t answer(void) {
    int32_t word;
    ssize_t got;
    // libFuzzer's clock interrupts.
    do got = read(status, &word, sizeof word);
    while (got < 0 && errno == EINTR);
    if (got == (ssize_t)sizeof word) return word;
    fprintf(stderr, "the program under test is gone\n");
    return -1;
}

int LLVMFuzzerInitialize(int *count, char ***arguments) {
    (void)count, (void)arguments;
    const char *program = getenv("CHAOS_FUZZ_PROGRAM");
    if (!program) {
        fprintf(stderr, "CHAOS_FUZZ_PROGRAM names no program\n");
        exit(64);
    }
    signal(SIGPIPE, SIG_IGN);
    int segment = shmget(IPC_PRIVATE, COVERAGE_BYTES + INPUT_BYTES, IPC_CREAT | 0600);
    if (segment < 0) die("shmget");
    shared = shmat(segment, NULL, 0);
    if (shared == (void *)-1) die("shmat");
    start(program, segment);
    int ready = answer();
    // Both sides hold the segment now; it goes with the last of them.
    shmctl(segment, IPC_RMID, NULL);
    if (ready != 0) exit(1);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size) {
    if (size > INPUT_BYTES) return -1;
    int32_t bytes = (int32_t)size;
    memset(shared, 0, COVERAGE_BYTES);
    memcpy(shared + COVERAGE_BYTES, input, size);
    // An input that makes the program fail is a finding: abort is how libFuzzer learns of one, and it keeps the input.
    if (write(control, &bytes, sizeof bytes) != sizeof bytes || answer() != 0) abort();
    memcpy(counters, shared, COVERAGE_BYTES);
    return 0;
}

size_t LLVMFuzzerMutate(uint8_t *bytes, size_t size, size_t max_size);

// An input is one byte, then packets, each behind three bytes (PacketSequence.cs). A byte more or less would turn all packets behind it into noise, so that
// mappings made and packets that meet them hardly ever stand in one input: three times in four one packet is mutated in its place, and keeps its length.
size_t LLVMFuzzerCustomMutator(uint8_t *input, size_t size, size_t max_size, unsigned seed) {
    enum { FIRST = 1, HEAD = 3, LONGEST = 1 << 16 };
    static uint8_t packet[LONGEST];
    size_t chosen = 0, chosen_length = 0;
    unsigned draw = seed / 4, met = 0;
    for (size_t at = FIRST; at + HEAD < size;) {
        size_t length = input[at + 1] | (size_t)input[at + 2] << 8;
        if (length > size - at - HEAD) length = size - at - HEAD;
        // Each of the packets met so far is the chosen one with the same chance.
        draw = draw * 1664525u + 1013904223u;
        if (length > 0 && (draw >> 16) % ++met == 0) chosen = at + HEAD, chosen_length = length;
        at += HEAD + length;
    }
    if (seed % 4 == 0 || met == 0) return LLVMFuzzerMutate(input, size, max_size);
    memcpy(packet, input + chosen, chosen_length);
    size_t mutated = LLVMFuzzerMutate(packet, chosen_length, chosen_length);
    memcpy(input + chosen, packet, mutated);
    return size;
}
