using Chaos.Model;
using Chaos.Simulation.Hosts;

namespace Chaos.Simulation;

/// <summary>
/// Hosts by their address: asked for each packet, so without the generality of a dictionary. Open addressing, at most half full.
/// </summary>
internal sealed class AddressTable
{
    private const int LeastSlots = 16;

    private Host?[] slots = new Host?[LeastSlots];
    private int count;

    /// <exception cref="ArgumentException">Somebody has the address already.</exception>
    public void Add(Host host)
    {
        if (Find(host.Address) is not null) throw new ArgumentException($"two hosts have the address {host.Address}", nameof(host));
        if (2 * ++count > slots.Length) Grow();
        Put(host);
    }

    /// <summary>The host that has an address, or null.</summary>
    public Host? Find(Ipv4Address address)
    {
        for (int slot = Home(address); ; slot = After(slot))
            if (slots[slot] is not { } host || host.Address == address)
                return slots[slot];
    }

    private void Grow()
    {
        Host?[] former = slots;
        slots = new Host?[2 * former.Length];
        foreach (Host? host in former)
            if (host is not null)
                Put(host);
    }

    private void Put(Host host)
    {
        int slot = Home(host.Address);
        while (slots[slot] is not null) slot = After(slot);
        slots[slot] = host;
    }

    private int Home(Ipv4Address address) => unchecked((int)(address.Value * 0x9E3779B1u >> 16)) & (slots.Length - 1);

    private int After(int slot) => (slot + 1) & (slots.Length - 1);
}
