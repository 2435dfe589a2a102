using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace Cks.Rbac.AspNetCore.Tests.Shadow;

/// <summary>A hub that the application guards by roles, with guards beside them.</summary>
[Authorize(Roles = "clerk,reader")]
[RequireCaps("notes:view")]
public sealed class ClerksHub : Hub
{
    public string Look() => "seen";

    [Authorize(Roles = "clerk")]
    [RequireCaps("notes:create")]
    public string Create() => "created";

    /// <summary>Without a rule of the application.</summary>
    [RequireCaps("notes:create")]
    public string Only() => "only";

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
