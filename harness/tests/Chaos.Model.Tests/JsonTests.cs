using System.Text.Json;
using CsCheck;

namespace Chaos.Model.Tests;

public sealed class JsonTests
{
    private static readonly Gen<Ipv4Address> Addresses = Gen.UInt.Select(value => new Ipv4Address(value));

    private static readonly Gen<FiveTuple> Tuples = Gen.Select(
        Gen.Enum<IpProtocol>(), Addresses, Gen.UShort, Addresses, Gen.UShort,
        (protocol, source, sourcePort, destination, destinationPort) => new FiveTuple(
        protocol, source, sourcePort, destination, destinationPort));

    [Fact]
    public void An_address_is_dotted_text_and_comes_back_as_it_was() => Addresses.Sample(address =>
    {
        string json = JsonSerializer.Serialize(address);

        Assert.Equal($"\"{address}\"", json);
        Assert.Equal(address, JsonSerializer.Deserialize<Ipv4Address>(json));
        Assert.Equal(address, Ipv4Address.Parse(address.ToString()));
    });

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"1.2.3\"")]
    [InlineData("\"1.2.3.4.5\"")]
    [InlineData("\"1.2.3.256\"")]
    [InlineData("\"1.2.3.-4\"")]
    [InlineData("\" 1.2.3.4\"")]
    [InlineData("null")]
    public void Other_text_is_no_address(string json) => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Ipv4Address>(json));

    [Fact]
    public void A_tuple_comes_back_as_it_was() =>
        Tuples.Sample(tuple => Assert.Equal(tuple, JsonSerializer.Deserialize<FiveTuple>(JsonSerializer.Serialize(tuple))));

    [Fact]
    public void The_members_of_a_tuple_are_what_it_was_made_of() => Gen.Select(Tuples, Tuples).Sample((tuple, other) =>
    {
        FiveTuple copied = tuple with
        {
            Protocol = other.Protocol,
            SourceAddress = other.SourceAddress,
            SourcePort = other.SourcePort,
            DestinationAddress = other.DestinationAddress,
            DestinationPort = other.DestinationPort,
        };

        Assert.Equal(other, copied);
        Assert.Equal(other.GetHashCode(), copied.GetHashCode());
        Assert.Equal(tuple, tuple.Reversed().Reversed());
        Assert.Equal((tuple.SourceAddress, tuple.SourcePort), (tuple.Reversed().DestinationAddress, tuple.Reversed().DestinationPort));
    });
}
