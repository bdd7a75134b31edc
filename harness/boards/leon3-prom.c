// SPDX-License-Identifier: GPL-2.0
/*
 * A PROM for Linux on QEMU's leon3_generic, which has none: Sun's vector of functions, a
 * device tree, page tables for the kernel and the PROM, a console.
 *
 * It is linked to where the kernel keeps the mapping of a PROM and copied to address 0, so
 * its data is read-only.  QEMU loads the kernel to 0x40004000 and the command line to
 * 0x40003000.  Page tables and stack are below that, from the start of RAM.
 */
#define MEMORY_SIZE	0x10000000	/* -m 256 */

#define UART		0x80000100
#define IRQMP		0x80000200
#define GPTIMER		0x80000300

typedef unsigned int u32;

asm("	.section .text.startup, \"ax\"\n"
    "	wr	%g0, 0xc0, %psr\n"		/* supervisor, window 0, no traps */
    "	wr	%g0, 2, %wim\n"
    "	wr	%g0, 0, %tbr\n"
    "	nop; nop; nop\n"
    "	set	0x80000100, %g1\n"
    "	mov	3, %g2\n"
    "	st	%g2, [%g1 + 8]\n"		/* console on */
    "	set	0x80000300, %g1\n"
    "	mov	39, %g2\n"
    "	st	%g2, [%g1]\n"			/* 40 MHz to 1 MHz */
    "	st	%g2, [%g1 + 4]\n"
    "	set	0x40000000, %g1\n"
    "	set	0x04000041, %g2\n"
    "	st	%g2, [%g1]\n"			/* context 0: level 1 at 0x40000400 */
    "	mov	0x9e, %g2\n"
    "	st	%g2, [%g1 + 0x400]\n"		/* 16 MiB at 0: what runs now */
    "	set	0x0400009e, %g2\n"
    "	st	%g2, [%g1 + 0x7c0]\n"		/* 32 MiB at 0xf0000000: the kernel */
    "	set	0x0410009e, %g2\n"
    "	st	%g2, [%g1 + 0x7c4]\n"
    "	set	0x04000081, %g2\n"
    "	st	%g2, [%g1 + 0x7fc]\n"		/* 0xff000000: level 2 at 0x40000800 */
    "	mov	0x9e, %g2\n"
    "	st	%g2, [%g1 + 0x8d0]\n"		/* 256 KiB at 0xffd00000: this */
    "	srl	%g1, 4, %g2\n"
    "	mov	0x100, %g3\n"
    "	sta	%g2, [%g3] 0x19\n"
    "	mov	0x200, %g3\n"
    "	sta	%g0, [%g3] 0x19\n"
    "	mov	1, %g2\n"
    "	sta	%g2, [%g0] 0x19\n"
    "	nop; nop; nop\n"
    "	set	0xf0003f00, %sp\n"
    "	mov	%sp, %fp\n"
    "	set	romvec, %o0\n"
    "	set	0xf0004000, %g1\n"
    "	jmp	%g1\n"
    "	 mov	0, %o1\n"
    "	.previous");

struct prop {
	const char *name;
	const void *value;
	int len;
};

#define CONSOLE		7

#define STRING(n, s)	{ n, s, sizeof(s) }
#define CELLS(n, ...)	{ n, (const u32[]){ __VA_ARGS__ }, sizeof((u32[]){ __VA_ARGS__ }) }

static const struct node {
	int sibling, child;
	struct prop props[6];
} nodes[] = {
	[1] = { 0, 2, { STRING("name", "leon"), STRING("compatible", "leon3"),
			STRING("stdout-path", "/ambapp0/GAISLER_APBUART"),
			/* format, type, address, checksum */
			CELLS("idprom", 0x01320000, 0, 0, 0x00000033, 0, 0, 0, 0) } },
	[2] = { 3, 0, { STRING("name", "cpu0"), STRING("device_type", "cpu"), CELLS("mid", 0),
			CELLS("clock-frequency", 40000000), CELLS("mmu-nctx", 256) } },
	[3] = { 4, 0, { STRING("name", "memory"), STRING("device_type", "memory"),
			CELLS("available", 0, 0x40000000, MEMORY_SIZE) } },
	[4] = { 0, 5, { STRING("name", "ambapp0"), STRING("device_type", "ambapp") } },
	[5] = { 6, 0, { STRING("name", "GAISLER_IRQMP"), CELLS("reg", IRQMP, 0x100) } },
	[6] = { 7, 0, { STRING("name", "GAISLER_GPTIMER"), CELLS("reg", GPTIMER, 0x100),
			CELLS("interrupts", 6) } },
	[CONSOLE] = { 0, 0, { STRING("name", "GAISLER_APBUART"), STRING("device_type", "serial"),
			CELLS("reg", UART, 0x100), CELLS("interrupts", 3) } },
};

static int same(const char *a, const char *b)
{
	while (*a && *a == *b)
		a++, b++;
	return *a == *b;
}

static const struct prop *find(u32 node, const char *name)
{
	const struct prop *p;

	if (node < sizeof(nodes) / sizeof(nodes[0]))
		for (p = nodes[node].props; p < nodes[node].props + 6 && p->name; p++)
			if (same(p->name, name))
				return p;
	return 0;
}

static u32 nextnode(u32 node)
{
	return node ? nodes[node].sibling : 1;
}

static u32 child(u32 node)
{
	return nodes[node].child;
}

static int proplen(u32 node, const char *name)
{
	const struct prop *p = find(node, name);

	return p ? p->len : -1;
}

static int getprop(u32 node, const char *name, char *to)
{
	const struct prop *p = find(node, name);
	int i;

	for (i = 0; p && i < p->len; i++)
		((volatile char *)to)[i] = ((const char *)p->value)[i];
	return p ? p->len : -1;
}

static int setprop(u32 node, const char *name, char *val, int len)
{
	return -1;
}

static const char *nextprop(u32 node, const char *name)
{
	const struct prop *p = nodes[node].props;

	if (name && *name)
		p = find(node, name) + 1;
	return p < nodes[node].props + 6 && p->name ? p->name : "";
}

static int write(int fd, const char *buf, int len)
{
	int i;

	for (i = 0; i < len; i++)
		asm volatile("sta %0, [%1] 0x1c" : : "r" (buf[i]), "r" (UART));
	return len;
}

static void print(const char *s, ...)
{
	for (; *s; s++)
		write(0, s, 1);
}

static u32 inst2pkg(int fd)
{
	return CONSOLE;
}

/* A trap instruction while traps are disabled ends QEMU. */
static void halt(void)
{
	asm volatile("wr %g0, 0xc0, %psr; nop; nop; nop; ta 0");
}

static const void * const nodeops[] = { nextnode, child, proplen, getprop, setprop, nextprop };
static const char * const no_path = "", * const command_line = (const char *)0xf0003000;
static const int stdio;

/* struct linux_romvec in arch/sparc/include/asm/openprom.h */
const void * const romvec[64] = {
	(void *)0x10010407, (void *)3, 0, 0,
	0, 0, 0,				/* pv_v0mem */
	nodeops, &no_path,
	0, 0, 0, 0, 0, 0, 0, 0, 0,		/* pv_v0devops */
	0, 0, 0, 0, 0, 0, 0,			/* pv_stdin to pv_putstr */
	halt, print, halt, 0, halt,		/* pv_reboot to pv_halt */
	(void *)0xf0003ff8,			/* pv_synchook */
	halt,					/* pv_fortheval: "reset" */
	0, 0,
	&no_path, &command_line, &stdio, &stdio,
	inst2pkg, 0, 0, 0, 0, 0, 0, 0, write,	/* pv_v2devops */
};
