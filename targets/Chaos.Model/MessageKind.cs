namespace Chaos.Model;

/// <summary>What a message of a flow is.</summary>
public enum MessageKind : byte
{
    /// <summary>Client: opens a watched flow.</summary>
    Hello = 1,

    /// <summary>Server: the flow is open.</summary>
    Welcome,

    /// <summary>Either side's rhythm.</summary>
    Data,

    /// <summary>To a message that asked for it; carries its sequence.</summary>
    Answer,

    /// <summary>Client: one exchange of a short flow.</summary>
    Request,

    /// <summary>Server: the answer to it.</summary>
    Response,
}
