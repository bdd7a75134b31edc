// SPDX-License-Identifier: GPL-2.0
///
/// Between the call that hands a buffer to the device and the one that takes it back, the
/// CPU must keep its hands off: what it writes may not reach the device, what it reads
/// may be stale.
///
// Confidence: Low
// Options: --no-includes --include-headers
//
// Keywords: dma_map_single, dma_sync_single_for_device, dma_sync_single_for_cpu
// Comments: The buffer is known by how it was called when it was mapped or allocated.
// Needs: dma_sync_single|dma_map_single

virtual report
virtual org
virtual context

// Which bus address is whose.

@mapped@
expression D, V, N, H, Dir;
position p;
type T;
@@

H = dma_map_single@p(D, (T)V, N, Dir)

@allocated@
expression D, V, N, H, Dir, G;
type T;
@@

V = (T)dma_alloc_noncoherent(D, N, &H, Dir, G)

// Given away by mapping it, and written.

@written exists@
expression mapped.V, mapped.H, D, N, E, E9;
identifier m, n;
identifier Dir = {DMA_TO_DEVICE, DMA_BIDIRECTIONAL};
identifier U = {dma_unmap_single, dma_unmap_page, dma_unmap_single_attrs,
	dma_sync_single_for_cpu, dma_sync_single_for_device,
	dma_sync_single_range_for_cpu, dma_sync_single_range_for_device};
identifier C = {memcpy, memset, memmove, strcpy, strscpy, snprintf, put_unaligned,
	copy_from_user, sg_copy_to_buffer};
position mapped.p, q;
type T;
@@

H = dma_map_single@p(D, (T)V, N, Dir)
... when != U(...)
    when != V = E9
    when != return ...;
(
V@q->m = E
|
V@q->m.n = E
|
V@q[...] = E
|
  *V@q = E	// not in the first column, where * is a command
|
C@q(V, ...)
)

// The device writes it, and the CPU reads.

@read exists@
expression mapped.V, mapped.H, D, N, E, E1, E9;
identifier m;
identifier U = {dma_unmap_single, dma_unmap_page, dma_unmap_single_attrs,
	dma_sync_single_for_cpu, dma_sync_single_range_for_cpu};
identifier C = {memcpy, memcmp, memmove, copy_to_user, print_hex_dump, get_unaligned};
position mapped.p, q;
type T;
@@

H = dma_map_single@p(D, (T)V, N, DMA_FROM_DEVICE)
... when != U(...)
    when != V = E9
    when != return ...;
(
E1 = V@q->m
|
E1 = V@q[...]
|
E1 = *V@q
|
C@q(E1, V, ...)
)

// The same after a sync.

@resynced exists@
expression mapped.V, mapped.H, D, N, E, E1, Dir, E9;
identifier m;
identifier U = {dma_unmap_single, dma_unmap_page, dma_sync_single_for_cpu,
	dma_sync_single_range_for_cpu};
identifier C = {memcpy, memcmp, memmove, memset};
position q;
@@

dma_sync_single_for_device(D, H, N, Dir)
... when != U(...)
    when != V = E9
    when != return ...;
(
E1 = V@q->m
|
V@q->m = E1
|
E1 = V@q[...]
|
V@q[...] = E1
|
C@q(V, ...)
|
C@q(E1, V, ...)
)

@renoncoherent exists@
expression allocated.V, allocated.H, D, N, E, E1, Dir, E9;
identifier m;
identifier U = {dma_free_noncoherent, dma_sync_single_for_cpu,
	dma_sync_single_range_for_cpu};
identifier C = {memcpy, memcmp, memmove, memset};
position q;
@@

dma_sync_single_for_device(D, \( H \| H + ... \), N, Dir)
... when != U(...)
    when != V = E9
    when != return ...;
(
E1 = V@q->m
|
V@q->m = E1
|
E1 = V@q[...]
|
V@q[...] = E1
|
C@q(V, ...)
|
C@q(E1, V, ...)
)

// A helper that is named for one way and goes the other.

@misnamed@
identifier H =~ "from_dev|for_cpu|_inval";
identifier F = {dma_sync_single_for_device, dma_sync_single_range_for_device,
	dma_sync_sg_for_device};
position q;
@@

H(...) {
<+...
F@q(...)
...+>
}

@misnamed_cpu@
identifier H =~ "to_dev|for_dev|_flush_cache";
identifier F = {dma_sync_single_for_cpu, dma_sync_single_range_for_cpu, dma_sync_sg_for_cpu};
position q;
@@

H(...) {
<+...
F@q(...)
...+>
}

@depends on context@
position written.q;
expression E;
@@

* E@q

@depends on context@
position read.q;
expression E;
@@

* E@q

@depends on context@
position resynced.q;
expression E;
@@

* E@q

@depends on context@
position renoncoherent.q;
expression E;
@@

* E@q

@script:python depends on report@
q << written.q;
@@

coccilib.report.print_report(q[0], "the CPU writes what the device owns since dma_map_single()")

@script:python depends on org@
q << written.q;
@@

coccilib.org.print_todo(q[0], "the CPU writes what the device owns since dma_map_single()")

@script:python depends on report@
q << read.q;
@@

coccilib.report.print_report(q[0], "the CPU reads what the device owns since dma_map_single()")

@script:python depends on org@
q << read.q;
@@

coccilib.org.print_todo(q[0], "the CPU reads what the device owns since dma_map_single()")

@script:python depends on report@
q << resynced.q;
@@

coccilib.report.print_report(q[0], "the CPU uses what the device owns since dma_sync_single_for_device()")

@script:python depends on org@
q << resynced.q;
@@

coccilib.org.print_todo(q[0], "the CPU uses what the device owns since dma_sync_single_for_device()")

@script:python depends on report@
q << renoncoherent.q;
@@

coccilib.report.print_report(q[0], "the CPU uses what the device owns since dma_sync_single_for_device()")

@script:python depends on org@
q << renoncoherent.q;
@@

coccilib.org.print_todo(q[0], "the CPU uses what the device owns since dma_sync_single_for_device()")

@depends on context@
identifier misnamed.F;
position misnamed.q;
@@

* F@q(...)

@script:python depends on report@
q << misnamed.q; H << misnamed.H; F << misnamed.F;
@@

coccilib.report.print_report(q[0], "%s() calls %s()" % (H, F))

@script:python depends on org@
q << misnamed.q; H << misnamed.H; F << misnamed.F;
@@

coccilib.org.print_todo(q[0], "%s() calls %s()" % (H, F))

@depends on context@
identifier misnamed_cpu.F;
position misnamed_cpu.q;
@@

* F@q(...)

@script:python depends on report@
q << misnamed_cpu.q; H << misnamed_cpu.H; F << misnamed_cpu.F;
@@

coccilib.report.print_report(q[0], "%s() calls %s()" % (H, F))

@script:python depends on org@
q << misnamed_cpu.q; H << misnamed_cpu.H; F << misnamed_cpu.F;
@@

coccilib.org.print_todo(q[0], "%s() calls %s()" % (H, F))
