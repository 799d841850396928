using Chaos.Model;
using CsCheck;

namespace Chaos.Traffic.Tests;

public sealed class MessageTests
{
    private static readonly Gen<int> Lengths = Gen.Int[Message.HeaderBytes, Message.MaximumBytes];

    [Fact]
    public void What_is_written_is_read() =>
        Gen.Select(Gen.Int[1, 6], Gen.Bool, Gen.Int[0, int.MaxValue], Gen.UInt, Lengths).Sample(
            (kind, wantsAnswer, flow, sequence, length) =>
            {
                Message message = new((MessageKind)kind, wantsAnswer, flow, sequence, length);
                byte[] bytes = new byte[length];
                message.WriteTo(bytes);

                Assert.True(Message.TryRead(bytes, out Message read));
                Assert.Equal(message, read);
                Assert.Equal(length, Message.FramedLength(bytes));
            });

    /// <summary>RFC 1071: big-endian words, an odd last byte padded with zero. Compared modulo 65,535: sums may be unfolded.</summary>
    [Fact]
    public void Writing_a_message_returns_the_sum_of_its_words() =>
        Gen.Select(Gen.Int[1, 6], Gen.Bool, Gen.Int[0, int.MaxValue], Gen.UInt, Lengths, Gen.UShort).Sample(
            (kind, wantsAnswer, flow, sequence, length, life) =>
            {
                Message message = new((MessageKind)kind, wantsAnswer, flow, sequence, length) { Life = life };
                byte[] bytes = new byte[length + 1];
                ulong returned = message.WriteTo(bytes);
                ulong sum = 0;
                for (int index = 0; index < length; index += 2) sum += (ulong)(bytes[index] << 8 | bytes[index + 1]);

                Assert.Equal(sum % 0xFFFF, returned % 0xFFFF);
            });

    [Fact]
    public void A_message_that_is_cut_is_not_read() =>
        Gen.Int[0, 99].Sample(cut =>
        {
            byte[] bytes = new byte[100];
            new Message(MessageKind.Data, true, 1, 2, 100).WriteTo(bytes);

            Assert.False(Message.TryRead(bytes.AsSpan(0, cut), out _));
        });

    [Fact]
    public void Arbitrary_bytes_are_no_message_and_no_exception() =>
        Gen.Byte.Array[0, 64].Sample(bytes =>
        {
            if (Message.TryRead(bytes, out Message message)) Assert.InRange(message.Length, Message.HeaderBytes, bytes.Length);
        });
}
