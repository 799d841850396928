namespace Chaos.Simulation.Hosts;

/// <summary>Ports that a host listens on: a bit for each there is, since every packet asks.</summary>
internal sealed class PortSet
{
    private readonly ulong[] words = new ulong[(ushort.MaxValue + 1) / 64];

    public PortSet(IEnumerable<ushort> ports) => Add(ports);

    public bool Contains(ushort port) => (words[port >> 6] >> (port & 63) & 1) != 0;

    public void Add(IEnumerable<ushort> ports)
    {
        foreach (ushort port in ports) words[port >> 6] |= 1UL << (port & 63);
    }

    public void Clear() => Array.Clear(words);
}
