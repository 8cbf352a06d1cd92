/*
 * The SMTP server of the benchmarks in C, so that the sender is what is measured: one thread, large reads, and the end of a
 * message found by one search. Accepts everything and keeps nothing. Prints its port; at SIGTERM prints as JSON how many
 * messages it took and what they cost it. Its argument is how many milliseconds it waits before each answer.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define LINE_OCTETS 1024
#define READ_OCTETS (256 * 1024)
#define MOST_REPLIES 8192
#define BLOCK_OCTETS 4096

/* One conversation; `tail` is how much of CRLF.CRLF the octets before have brought. */
struct conversation {
  int fd;
  int in_data;
  int has_recipient;
  int closing;
  size_t tail;
  size_t line_octets;
  char line[LINE_OCTETS];
};

/* An answer that waits for its time; all wait equally long, so they leave in the order in which they came. */
struct answer {
  struct answer *next;
  struct conversation *to;
  long long due_ns;
  size_t length;
  char octets[];
};

static struct answer *first_answer, **last_answer = &first_answer;
static long long delay_ns;

static const char end_of_data[] = "\r\n.\r\n";
static char octets[READ_OCTETS];
static unsigned long message_count;
static volatile sig_atomic_t stopped;

static void stop(int signal_number) {
  (void)signal_number;
  stopped = 1;
}

static long long now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

/* Returns 0 when the conversation cannot go on. */
static int answer(struct conversation *c, const char *replies, size_t length) {
  if (delay_ns == 0) return write(c->fd, replies, length) >= 0;
  struct answer *late = malloc(sizeof *late + length);
  if (!late) exit(1);
  *late = (struct answer){.to = c, .due_ns = now_ns() + delay_ns, .length = length};
  memcpy(late->octets, replies, length);
  *last_answer = late;
  last_answer = &late->next;
  return 1;
}

static void send_due(void) {
  long long now = first_answer ? now_ns() : 0;
  while (first_answer && first_answer->due_ns <= now) {
    struct answer *due = first_answer;
    if (due->to && write(due->to->fd, due->octets, due->length) < 0) shutdown(due->to->fd, SHUT_RDWR);
    first_answer = due->next;
    if (!first_answer) last_answer = &first_answer;
    free(due);
  }
}

static int wait_for(int poll_fd, struct epoll_event *ready, int most) {
  if (!first_answer) return epoll_wait(poll_fd, ready, most, -1);
  long long left = first_answer->due_ns - now_ns();
  struct timespec wait = {.tv_sec = 0, .tv_nsec = left > 0 ? left : 0};
  return epoll_pwait2(poll_fd, ready, most, &wait, NULL);
}

static void hang_up(struct conversation *c) {
  for (struct answer *late = first_answer; late; late = late->next)
    if (late->to == c) late->to = NULL;
  close(c->fd);
  free(c);
}

static int is_command(const struct conversation *c, const char *verb) {
  return c->line_octets >= 4 && strncasecmp(c->line, verb, 4) == 0;
}

static const char *obey(struct conversation *c) {
  if (is_command(c, "EHLO")) return "250-sink.example\r\n250-8BITMIME\r\n250-PIPELINING\r\n250 ENHANCEDSTATUSCODES\r\n";
  if (is_command(c, "MAIL")) {
    c->has_recipient = 0;
    return "250 2.1.0 Ok\r\n";
  }
  if (is_command(c, "RCPT")) {
    c->has_recipient = 1;
    return "250 2.1.5 Ok\r\n";
  }
  if (is_command(c, "DATA")) {
    if (!c->has_recipient) return "503 5.5.1 No recipient\r\n";
    c->in_data = 1;
    c->tail = 2;
    return "354 End with a dot\r\n";
  }
  if (is_command(c, "QUIT")) {
    c->closing = 1;
    return "221 2.0.0 Bye\r\n";
  }
  return "250 2.0.0 Ok\r\n";
}

/* The first CRLF.CRLF. Blocks are asked for a line that opens with a dot first, in a loop that compilers make wide. */
static const char *find_mark(const char *from, const char *to) {
  for (const char *block = from; to - block >= 5; block += BLOCK_OCTETS) {
    size_t count = to - block < BLOCK_OCTETS + 4 ? (size_t)(to - block) : BLOCK_OCTETS + 4;
    unsigned char is_here = 0;
    for (size_t i = 1; i < count; i++) is_here |= (unsigned char)((block[i - 1] == '\n') & (block[i] == '.'));
    const char *found = is_here ? memmem(block, count, end_of_data, 5) : NULL;
    if (found) return found;
  }
  return NULL;
}

/* The octet behind the message, or NULL while it goes on. */
static const char *find_end(struct conversation *c, const char *from, const char *to) {
  while (c->tail > 0 && from < to) {
    if (*from == end_of_data[c->tail]) {
      from += 1;
      c->tail += 1;
      if (c->tail == 5) return from;
    } else {
      c->tail = 0;
    }
  }
  const char *found = find_mark(from, to);
  if (found) return found + 5;
  for (size_t most = to - from < 4 ? (size_t)(to - from) : 4; most > 0; most--) {
    if (memcmp(to - most, end_of_data, most) == 0) {
      c->tail = most;
      break;
    }
  }
  return NULL;
}

static const char *read_line(struct conversation *c, const char *from, const char *to, const char **reply) {
  const char *newline = memchr(from, '\n', (size_t)(to - from));
  const char *end = newline ? newline : to;
  size_t fits = LINE_OCTETS - c->line_octets;
  size_t taken = (size_t)(end - from) < fits ? (size_t)(end - from) : fits;
  memcpy(c->line + c->line_octets, from, taken);
  c->line_octets += taken;
  if (!newline) return to;
  *reply = obey(c);
  c->line_octets = 0;
  return newline + 1;
}

/* Reads what is there; returns 0 when the conversation is over. */
static int serve(struct conversation *c) {
  ssize_t count = read(c->fd, octets, READ_OCTETS);
  if (count < 0) return errno == EAGAIN || errno == EINTR;
  if (count == 0) return 0;
  char replies[MOST_REPLIES];
  size_t length = 0;
  for (const char *at = octets, *to = octets + count; at && at < to;) {
    const char *reply = NULL;
    if (c->in_data) {
      at = find_end(c, at, to);
      if (at) {
        c->in_data = 0;
        message_count += 1;
        reply = "250 2.0.0 Ok: kept by the sink\r\n";
      }
    } else {
      at = read_line(c, at, to, &reply);
    }
    if (reply && length + strlen(reply) < MOST_REPLIES) {
      memcpy(replies + length, reply, strlen(reply));
      length += strlen(reply);
    }
  }
  if (length > 0 && !answer(c, replies, length)) return 0;
  /* Late answers to QUIT have still to leave; the client hangs up then. */
  return delay_ns > 0 || !c->closing;
}

static void greet(int poll_fd, int fd) {
  static const char greeting[] = "220 sink.example ESMTP\r\n";
  int on = 1;
  struct conversation *c = calloc(1, sizeof *c);
  if (!c || fcntl(fd, F_SETFL, O_NONBLOCK) < 0) exit(1);
  c->fd = fd;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
  if (epoll_ctl(poll_fd, EPOLL_CTL_ADD, fd, &event) < 0 || !answer(c, greeting, sizeof greeting - 1)) exit(1);
}

int main(int count_of_arguments, char **arguments) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  struct sigaction action = {.sa_handler = stop};
  struct epoll_event ready[256], listening = {.events = EPOLLIN, .data.ptr = NULL};
  int listener = socket(AF_INET, SOCK_STREAM, 0), poll_fd = epoll_create1(0);
  if (count_of_arguments > 1) delay_ns = atoll(arguments[1]) * 1000000LL;
  sigaction(SIGTERM, &action, NULL);
  signal(SIGPIPE, SIG_IGN);
  if (bind(listener, (struct sockaddr *)&address, size) < 0 || listen(listener, 1024) < 0) return 1;
  if (getsockname(listener, (struct sockaddr *)&address, &size) < 0) return 1;
  if (epoll_ctl(poll_fd, EPOLL_CTL_ADD, listener, &listening) < 0) return 1;
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  while (!stopped) {
    int count = wait_for(poll_fd, ready, 256);
    send_due();
    for (int i = 0; i < count; i++) {
      struct conversation *c = ready[i].data.ptr;
      if (!c) greet(poll_fd, accept(listener, NULL, NULL));
      else if (!serve(c)) hang_up(c);
    }
  }
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  double seconds = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
  printf("{\"count\":%lu,\"cpuSeconds\":%.6f}\n", message_count, seconds);
  return 0;
}
