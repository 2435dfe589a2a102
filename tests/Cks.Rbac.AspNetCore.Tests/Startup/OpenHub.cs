using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace Cks.Rbac.AspNetCore.Tests.Startup;

/// <summary>A hub without a rule of its own, and a method whose rule is misspelled.</summary>
public sealed class OpenHub : Hub
{
    [Authorize(Policy = "cks:notes:veiw")]
    public string Misspelled() => "in";

    [Authorize(Policy = "cks:notes:view")]
    public string Guarded() => "in";
}
