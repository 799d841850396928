using CsCheck;

namespace Chaos.Traffic.Tests;

public sealed class MessageTests
{
    [Fact]
    public void What_is_written_is_read() =>
        Gen.Select(Gen.Int[1, 6], Gen.Bool, Gen.Int[0, int.MaxValue], Gen.UInt, Gen.Int[Message.HeaderBytes, Message.MaximumBytes]).Sample(
            (kind, wantsAnswer, flow, sequence, length) =>
            {
                Message message = new((MessageKind)kind, wantsAnswer, flow, sequence, length);
                byte[] bytes = new byte[length];
                message.WriteTo(bytes);

                Assert.True(Message.TryRead(bytes, out Message read));
                Assert.Equal(message, read);
                Assert.Equal(length, Message.FramedLength(bytes));
            });

    /// <summary>As RFC 1071 has it: big-endian words, an odd last byte padded with zero; folded, since sums differ by multiples of 65,535.</summary>
    [Fact]
    public void Writing_a_message_tells_the_sum_of_its_words() =>
        Gen.Select(Gen.Int[1, 6], Gen.Bool, Gen.Int[0, int.MaxValue], Gen.UInt, Gen.Int[Message.HeaderBytes, Message.MaximumBytes], Gen.UShort).Sample(
            (kind, wantsAnswer, flow, sequence, length, life) =>
            {
                Message message = new((MessageKind)kind, wantsAnswer, flow, sequence, length) { Life = life };
                byte[] bytes = new byte[length + 1];
                ulong told = message.WriteTo(bytes);
                ulong sum = 0;
                for (int place = 0; place < length; place += 2) sum += (ulong)(bytes[place] << 8 | bytes[place + 1]);

                Assert.Equal(sum % 0xFFFF, told % 0xFFFF);
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
    public void Strange_bytes_are_no_message_and_no_exception() =>
        Gen.Byte.Array[0, 64].Sample(bytes =>
        {
            if (Message.TryRead(bytes, out Message message)) Assert.InRange(message.Length, Message.HeaderBytes, bytes.Length);
        });
}
