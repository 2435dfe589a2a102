using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace Cks.Rbac.AspNetCore.Tests.Guards;

/// <summary>A hub whose connection needs one capability and whose method needs another, by nothing but the policy's name.</summary>
[RequireCaps("notes:view")]
public sealed class NotesHub : Hub
{
    [Authorize(Policy = "cks:notes:create")]
    public string Create(Subject me, IPolicyDecisionPoint decisions) => $"{me.Id} {decisions.Check(me, CapabilityId.Of("notes:create")).PolicyVersion.Sequence}";

    public string Look() => "seen";

    /// <summary>Streams until the connection ends.</summary>
    public async IAsyncEnumerable<int> Tick([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var i = 0; ; i++)
        {
            yield return i;
            await Task.Delay(10, cancellationToken);
        }
    }
}
