/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Expected warnings of a test.  The log between the two calls is kept in a buffer,
 * and two marker lines tell scripts that these warnings are expected.
 */
#ifndef _KERNEL_DMA_TESTS_EXPECT_WARNING_H
#define _KERNEL_DMA_TESTS_EXPECT_WARNING_H

#include <linux/bug.h>
#include <linux/console.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <asm/sections.h>
#include <kunit/test.h>

static char expect_warning_log[16384];
static size_t expect_warning_len;

static void expect_warning_write(struct console *con, const char *s,
				 unsigned int n)
{
	n = min_t(size_t, n, sizeof(expect_warning_log) - 1 - expect_warning_len);
	memcpy(expect_warning_log + expect_warning_len, s, n);
	expect_warning_len += n;
}

static struct console expect_warning_console = {
	.name	= "expect",
	.write	= expect_warning_write,
	.index	= -1,
};

/* Let WARN_ONCE() warn again. */
static inline void expect_warning_begin(struct kunit *test)
{
	memset(__start_once, 0, __end_once - __start_once);
	generic_bug_clear_once();
	memset(expect_warning_log, 0, sizeof(expect_warning_log));
	expect_warning_len = 0;
	pr_info("expected warning: begin\n");
	/* unregistering takes the flags away */
	expect_warning_console.flags = CON_ENABLED | CON_ANYTIME;
	register_console(&expect_warning_console);
}

/* Number of warnings; each must contain @text. */
static inline int expect_warning_end(struct kunit *test, const char *text)
{
	const char *at = expect_warning_log;
	int warnings = 0, texts = 0;

	unregister_console(&expect_warning_console);
	pr_info("expected warning: end\n");
	while ((at = strstr(at, "WARNING:"))) {
		warnings++;
		at++;
	}
	for (at = expect_warning_log; (at = strstr(at, text)); at++)
		texts++;
	KUNIT_EXPECT_EQ_MSG(test, warnings, texts,
			    "not every warning says '%s'", text);
	return warnings;
}

#endif
