using Chaos.Model;
using Chaos.Packets.Links;
using CsCheck;
using Chaos.Simulation.Hosts;

namespace Chaos.Simulation.Tests;

public sealed class AddressTableTests
{
    private static readonly Gen<uint[]> Addresses = Gen.OneOf(Gen.UInt, Gen.UInt[0x0A000000, 0x0A0001FF]).Array[0, 200];

    [Fact]
    public void Each_host_is_found_by_its_address_and_nobody_by_another() => Gen.Select(Addresses, Addresses).Sample((hosts, others) =>
    {
        AddressTable table = new();
        Dictionary<uint, Host> obvious = [];
        foreach (uint address in hosts.Distinct())
        {
            obvious[address] = new Stranger(new Ipv4Address(address));
            table.Add(obvious[address]);
        }

        foreach (uint address in hosts.Concat(others))
            Assert.Same(obvious.GetValueOrDefault(address), table.Find(new Ipv4Address(address)));
    });

    [Fact]
    public void An_address_belongs_to_one_host()
    {
        AddressTable table = new();
        table.Add(new Stranger(new Ipv4Address(1)));

        Assert.Throws<ArgumentException>(() => table.Add(new Stranger(new Ipv4Address(1))));
    }

    private sealed class Stranger(Ipv4Address address) : Host(new Network(new EventQueue()), address)
    {
        protected override Link LinkTo(Host neighbour) => throw new NotSupportedException();

        public override bool Receive(byte[] packet, int length) => false;
    }
}
