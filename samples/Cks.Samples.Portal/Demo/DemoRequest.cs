using System.Net;

namespace Cks.Samples.Portal.Demo;

/// <summary>One request of the demo and the answer that it must get.</summary>
/// <param name="Title">What is tried.</param>
/// <param name="Path">Where; <c>{name}</c> stands for what an earlier check remembered.</param>
/// <param name="Token">Bearer token; <see langword="null"/> for none.</param>
/// <param name="Status">Status that must come.</param>
/// <param name="Reason">Reason that a refusal must give.</param>
/// <param name="Check">What must hold of the body; says what is wrong, or nothing.</param>
internal sealed record DemoRequest(string Title, string Path, string? Token, HttpStatusCode Status, string? Reason = null, Func<string, string?>? Check = null)
{
    /// <summary>Body to send; with one it is a POST.</summary>
    public object? Send { get; init; }
}
