using Cks.Core;

namespace Cks.Rbac;

/// <summary>What came of one question of a policy test.</summary>
/// <param name="Name">The test's name, and who asks what of which resource.</param>
/// <param name="Location">Where the test stands.</param>
/// <param name="Failure">What was expected and what came instead, with the explanation of the decision; <see langword="null"/> when the test passed.</param>
public sealed record PolicyTestResult(string Name, SourceLocation Location, string? Failure)
{
    /// <summary>Whether the answer was the expected one.</summary>
    public bool IsPassed => Failure is null;
}
