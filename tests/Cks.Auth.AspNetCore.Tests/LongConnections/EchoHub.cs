using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.SignalR;

namespace Cks.Auth.AspNetCore.Tests;

public sealed class EchoHub : Hub
{
    public string Echo(string text) => text;

    public async IAsyncEnumerable<int> Count([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var i = 0; ; i++)
        {
            yield return i;
            await Task.Delay(20, cancellationToken);
        }
    }
}
