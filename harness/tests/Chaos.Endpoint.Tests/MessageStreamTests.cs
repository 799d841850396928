using Chaos.Model;
using Chaos.Traffic;
using CsCheck;

namespace Chaos.Endpoint.Tests;

public sealed class MessageStreamTests
{
    [Fact]
    public void Messages_do_not_depend_on_how_the_stream_is_cut()
    {
        Gen<Message> message = Gen.Select(
            Gen.Int[16, 300], Gen.UInt[0, 1000], (length, sequence) => new Message(MessageKind.Data, false, 3, sequence, length));
        Gen.Select(message.Array[0, 20], Gen.Int[1, 500].Array[1, 8]).Sample((messages, cuts) =>
        {
            byte[] stream = [.. messages.SelectMany(Bytes)];
            List<Message> read = [];

            byte[] rest = [];
            for (int position = 0, turn = 0; position < stream.Length; turn++)
            {
                int length = Math.Min(cuts[turn % cuts.Length], stream.Length - position);
                ReadOnlySpan<byte> available = [.. rest, .. stream.AsSpan(position, length)];
                position += length;
                while (MessageStream.TryCut(ref available, out Message next)) read.Add(next);
                rest = available.ToArray();
            }

            Assert.Equal(messages, read);
            Assert.Empty(rest);
        });
    }

    [Fact]
    public void Bytes_that_are_none_of_ours_are_thrown_away()
    {
        ReadOnlySpan<byte> available = new byte[100];

        Assert.False(MessageStream.TryCut(ref available, out _));
        Assert.Equal(0, available.Length);
    }

    private static byte[] Bytes(Message message)
    {
        byte[] bytes = new byte[message.Length];
        message.WriteTo(bytes);
        return bytes;
    }
}
