namespace Chaos.Scenarios.Faults;

/// <summary>The faults that a scenario can ask for, in the order in which lists show them.</summary>
internal static class FaultEntries
{
    public static readonly IReadOnlyList<FaultEntry> All =
    [
        new EvictEntry(),
        new FlushEntry(),
        new ResizeEntry(),
        new GcEntry(),
        new PortRangeEntry(),
        new EgressAddressEntry(),
        new FillEntry(),
        new RestartEntry(),
        new PauseEntry(),
        new CpuLimitEntry(),
        new DelayEntry(),
        new JitterEntry(),
        new LossEntry(),
        new DuplicateEntry(),
        new ReorderEntry(),
        new CorruptEntry(),
        new PartitionEntry(),
        new ServerRestartEntry(),
        new ClientPauseEntry(),
        new KeepAliveEntry(),
        new PressureBurstEntry(),
    ];
}
