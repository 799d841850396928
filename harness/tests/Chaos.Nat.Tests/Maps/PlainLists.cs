using Chaos.Nat.Maps;

namespace Chaos.Nat.Tests.Maps;

/// <summary>A node of the plain map. It is in the hash while Linked; Place says in which list it stands.</summary>
internal sealed class PlainNode
{
    public PlainNode() => Place = new LinkedListNode<PlainNode>(this);

    public LinkedListNode<PlainNode> Place { get; }

    public ulong Key { get; set; }

    public ulong Value { get; set; }

    public int Cpu { get; set; }

    public bool Referenced { get; set; }

    public bool Linked { get; set; }

    public void MoveTo(LinkedList<PlainNode> list)
    {
        Place.List?.Remove(Place);
        list.AddFirst(Place);
        Referenced = false;
    }
}

/// <summary>
/// ACTIVE, INACTIVE and FREE, written down as the facts say them, with no thought of speed. A cursor of null is the head of INACTIVE.
/// </summary>
internal sealed class PlainLists(int scanLimit, Func<PlainNode, int, EvictionRule, bool> evict)
{
    private LinkedListNode<PlainNode>? cursor;

    public LinkedList<PlainNode> Active { get; } = [];

    public LinkedList<PlainNode> Inactive { get; } = [];

    public LinkedList<PlainNode> Free { get; } = [];

    /// <summary>A move between global lists, or off one: the cursor steps back first.</summary>
    public void Move(PlainNode node, LinkedList<PlainNode> target)
    {
        if (node.Place == cursor) cursor = cursor.Previous;
        node.MoveTo(target);
    }

    public void Rotate()
    {
        if (Inactive.Count < Active.Count) RotateActive();
        if (Inactive.Count > 0) RotateInactive();
    }

    public void Shrink(int wanted, LinkedList<PlainNode> target, int cpu)
    {
        int got = 0;
        foreach (PlainNode node in Inactive.Reverse().Take(scanLimit).ToList())
        {
            if (node.Referenced) Move(node, Active);
            else if (evict(node, cpu, EvictionRule.Shrink))
            {
                Move(node, target);
                if (++got == wanted) return;
            }
        }

        if (got > 0) return;
        PlainNode? forced = (Inactive.Count > 0 ? Inactive : Active).Reverse().FirstOrDefault(
            node => evict(node, cpu, EvictionRule.Forced));
        if (forced is not null) Move(forced, target);
    }

    private void RotateActive()
    {
        foreach (PlainNode node in Active.Reverse().Take(scanLimit).ToList()) Move(node, node.Referenced ? Active : Inactive);
    }

    private void RotateInactive()
    {
        LinkedListNode<PlainNode> last = (cursor is null ? Inactive.First : cursor.Next) ?? Inactive.First!;
        LinkedListNode<PlainNode>? current = cursor, following = null;
        for (int scanned = 0; scanned < scanLimit; scanned++)
        {
            current ??= Inactive.Last!;
            following = current.Previous;
            bool wasLast = current == last;
            if (current.Value.Referenced) Move(current.Value, Active);
            if (wasLast || Inactive.Count == 0) break;
            current = following;
        }

        cursor = following;
    }
}
