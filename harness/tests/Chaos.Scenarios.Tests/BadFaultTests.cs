namespace Chaos.Scenarios.Tests;

/// <summary>One mistake of each kind in `faults`, with its place, its reason and the remedy.</summary>
public sealed class BadFaultTests
{
    [Theory]
    [InlineData(
        "faults: [{ at: 10s, evict: { half: both, count: 1 } }]", "6:16: `faults.0.at`: 10s is not before the end of the run (10s)")]
    [InlineData(
        "faults: [{ at: 1s, evict: { half: both, count: 1, group: feds } }]",
        "6:58: `faults.0.evict.group`: there is no flow group `feds`; did you mean `feeds`?")]
    [InlineData(
        "faults: [{ at: 1s, evict: { half: both } }]",
        "6:27: `faults.0.evict.count`: give either count (how many, or a share such as 10%) or rate (for example 100/s)")]
    [InlineData(
        "faults: [{ at: 1s }]",
        "6:10: `faults.0`: no fault is named; give one of evict, flush, resize, gc, portRange, egressAddress, fill, mapBusy, restart, "
        + "pause, cpuLimit, delay, jitter, loss, duplicate, reorder, corrupt, partition, serverRestart, "
        + "clientPause, keepAlive, pressureBurst")]
    [InlineData(
        "faults: [{ at: 1s, for: 2s, mapBusy: { share: 1%, map: conntrack } }]",
        "6:38: `faults.0.mapBusy`: `nat.conntrack` is off here, so there is no conntrack map; say `nat.conntrack: on`, in every cell")]
    [InlineData("faults: [{ at: 1s, for: 1s, delay: 20ms }]", "6:36: `delay` must be a mapping with at least one key")]
    [InlineData("faults: [{ at: 1s, for: 1s, delay: {} }]", "6:36: `delay` must be a mapping with at least one key")]
    [InlineData("faults: [{ at: 1s, for: 1s, delay: { bye: 20ms } }]", "6:38: unknown key `bye`; did you mean `by`?")]
    [InlineData("faults: [{ at: 1s, flsh: nat }]", "6:20: unknown key `flsh`; did you mean `flush`?")]
    [InlineData("faults: [{ at: 1s, flush: [nat] }]", "6:27: `flush` must be a single value")]
    [InlineData("faults: [{ at: [1s], flush: nat }]", "6:16: `at` must be a single value")]
    [InlineData("faults: [{ at: 1s, for: [1s], pause: node }]", "6:25: `for` must be a single value")]
    [InlineData(
        "faults: [{ at: 1s, flush: nat, fill: 5 }]",
        "6:10: `faults.0`: one item is one fault, here are flush and fill; write an item for each")]
    [InlineData(
        "faults: [{ flush: nat }]",
        "6:10: `faults.0`: say when: one of at, every (with at for the first moment, and until), between, or when")]
    [InlineData(
        "faults: [{ at: 1s, when: fill > 5%, flush: nat }]",
        "6:10: `faults.0`: say when: one of at, every (with at for the first moment, and until), between, or when")]
    [InlineData(
        "faults: [{ when: full > 5%, flush: nat }]",
        "6:18: `faults.0.when`: `full > 5%` is not a condition; write fill or survival and a bound, for example \"fill >= 90%\"")]
    [InlineData("faults: [{ when: fill > 105%, flush: nat }]", "6:18: `faults.0.when`: `> 105%` is out of range; allowed is 0% to 100%")]
    [InlineData(
        "faults: [{ between: 5s..1s, flush: nat }]", "6:21: `faults.0.between`: `5s..1s` runs backwards; write the earlier moment first")]
    [InlineData("faults: [{ between: 5s..11s, flush: nat }]", "6:21: `faults.0.between`: 11s is not before the end of the run (10s)")]
    [InlineData(
        "faults: [{ at: 1s, until: 3s, flush: nat }]",
        "6:27: `faults.0.until`: it ends `every`, which is not here; a fault that lasts takes `for`")]
    [InlineData("faults: [{ at: 4s, every: 1s, until: 3s, flush: nat }]", "6:38: `faults.0.until`: 3s is before the first moment (4s)")]
    [InlineData("faults: [{ at: 4s, for: 1s, flush: nat }]", "6:25: `faults.0.for`: `flush` is done in a moment, here; leave `for` out")]
    [InlineData("faults: [{ at: 4s, pause: node }]", "6:10: `faults.0`: `pause` needs `for`, how long it lasts")]
    [InlineData(
        "faults: [{ at: 4s, for: 7s, pause: node }]", "6:25: `faults.0.for`: it would last until 11s, after the end of the run (10s)")]
    [InlineData("faults: [{ at: 4s, fill: 101% }]", "6:26: `faults.0.fill`: `101%` is out of range; allowed is 0% to 100%")]
    [InlineData(
        "faults: [{ at: 4s, evict: { half: any, count: 150% } }]",
        "6:47: `faults.0.evict.count`: `150%` is out of range; allowed is 0% to 100%")]
    [InlineData(
        "faults: [{ at: 1s, every: 1s, until: 4s, for: 2s, pause: node }]",
        "6:47: `faults.0.for`: it still lasts when it begins again at 2s")]
    [InlineData(
        "faults: [{ at: 1s, for: 3s, pause: node }, { at: 2s, restart: { map: kept } }]",
        "6:44: `faults.1`: contradicts `faults.0`: both hold the node at 2s; let one end before the other begins")]
    [InlineData(
        "faults: [{ at: 1s, loss: { share: 5% } }, { at: 2s, for: 1s, loss: { share: 9%, link: clients, host: 1 } }]",
        "6:43: `faults.1`: contradicts `faults.0`: both hold the loss of the link of client 1 to the node at 2s; let one end before the "
        + "other begins")]
    [InlineData(
        "faults: [{ at: 1s, gc: run }]",
        "6:24: `faults.0.gc`: `nat.conntrack` is off here, so nothing is collected; say `nat.conntrack: on`, in every cell")]
    [InlineData(
        "nat: { conntrack: on }\nfaults: [{ at: 1s, gc: purge }]", "7:24: `faults.0.gc`: `purge` is not one of run, pause, purgeOrphans")]
    [InlineData(
        "nat: { conntrack: on }\nfaults: [{ at: 1s, for: 1s, gc: run }]",
        "7:25: `faults.0.for`: `gc` is done in a moment, here; leave `for` out")]
    [InlineData(
        "nat: { conntrack: on }\nfaults: [{ at: 1s, for: 3s, gc: pause }, { at: 2s, gc: run }]",
        "7:42: `faults.1`: contradicts `faults.0`: both hold the garbage collector at 2s; let one end before the other begins")]
    [InlineData(
        "faults: [{ at: 1s, serverRestart: 8 }]",
        "6:35: `faults.0.serverRestart`: there is no host 8; the scenario has 8 servers, counted from 0")]
    [InlineData(
        "faults: [{ at: 1s, keepAlive: off }]",
        "6:31: `faults.0.keepAlive`: no flow group has keepAlive, so there is nothing to switch off")]
    [InlineData(
        "faults: [{ at: 1s, for: 1s, pressureBurst: { pressure: dns, rate: 1/s } }]",
        "6:56: `faults.0.pressureBurst.pressure`: there is no pressure group `dns`; there is none here")]
    [InlineData("heal: 10s", "6:7: `heal`: it must be shorter than the duration (10s)")]
    [InlineData(
        "heal: 2s\nfaults: [{ at: 9s, flush: nat }]",
        "7:16: `faults.0.at`: 9s is not before the end of the faults (8s, when the run heals)")]
    public void A_wrong_fault_is_one_mistake(string line, string mistake) =>
        Assert.Equal([$"{Given.File}:{mistake}"], Given.Mistakes(Given.Small + line));
}
