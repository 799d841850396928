using System.Reflection;
using System.Text;
using System.Text.Json.Serialization;

namespace Chaos.Control.Tests;

public sealed class ControlMessageTests
{
    [Fact]
    public void Every_message_is_one_line_and_comes_back_as_it_was()
    {
        foreach (ControlMessage sample in ControlSamples.All)
        {
            byte[] line = ControlJson.Encode(sample);

            ControlMessage decoded = ControlJson.Decode(line.AsSpan(0, line.Length - 1));

            Assert.Equal(1, line.Count(value => value == '\n'));
            Assert.Equal(sample.GetType(), decoded.GetType());
            Assert.Equal(Encoding.UTF8.GetString(line), Encoding.UTF8.GetString(ControlJson.Encode(decoded)));
        }
    }

    [Fact]
    public void The_samples_leave_no_message_out()
    {
        IEnumerable<Type> known =
            typeof(ControlMessage).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(attribute => attribute.DerivedType);

        Assert.Equal(known, ControlSamples.All.Select(sample => sample.GetType()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"type\":\"nonsense\"}")]
    [InlineData("{\"type\":\"start\"}")]
    [InlineData("{\"type\":\"start\",\"epochNanoseconds\":1e99}")]
    [InlineData("{\"type\":\"error\",\"text\":null}")]
    [InlineData("{\"type\":\"stop\"")]
    [InlineData("\u00ff\u0000")]
    public void A_line_that_is_no_message_is_a_named_error(string line) =>
        Assert.Throws<ControlFormatException>(() => ControlJson.Decode(Encoding.UTF8.GetBytes(line)));

    [Fact]
    public void The_type_may_stand_anywhere_and_unknown_members_are_ignored()
    {
        ControlMessage message = ControlJson.Decode("{\"epochNanoseconds\":5,\"later\":[1],\"type\":\"start\"}"u8);

        Assert.Equal(new Start { EpochNanoseconds = 5 }, message);
    }
}
