using System.Security.Claims;
using Cks.Core;

namespace Cks.Auth.Tests;

/// <summary>Whoever asks is Ada of tenant main, who holds what a test says.</summary>
internal sealed class TestHoldings : IHoldings
{
    public Holding Answer { get; set; } = new("https://login.example", "ada", TenantId.Parse("main")) { IsPermitted = true };

    public string[] Held { get; set; } = ["orders:view", "orders:accept"];

    public List<HoldingQuestion> Asked { get; } = [];

    public static ClaimsPrincipal Ada { get; } = new(new ClaimsIdentity("test"));

    public ValueTask<Holding> AskAsync(HoldingQuestion question, CancellationToken cancellationToken = default)
    {
        Asked.Add(question);
        return new(question.Receiver is null ? Answer : Answer with
        {
            Held = [.. Held.Where(h => question.Capabilities.Contains(h) || question.Capabilities.Contains("orders:*"))],
            Beyond = question.Capabilities.FirstOrDefault(c => c != "orders:*" && !Held.Contains(c)) ?? "",
        });
    }
}
