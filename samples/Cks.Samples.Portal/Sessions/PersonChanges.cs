using Cks.Auth;
using Cks.Core;
using Cks.Rbac;
using Cks.Samples.Portal.Keys;
using Cks.Samples.Portal.Work;

namespace Cks.Samples.Portal.Sessions;

/// <summary>Says that who somebody is has changed: this host and the others read it again, for requests and open streams, by session and by API key.</summary>
internal sealed class PersonChanges(People people, IBootstrap bootstrap, IServiceScopeFactory scopes, IChangeBus bus)
{
    /// <summary>Makes a change of a row, and tells of it if it is a person: also where nothing is changed any more, and where nobody knows whether it was, because the answer of the commit was lost.</summary>
    /// <param name="me">Who changes it.</param>
    /// <param name="code">The row.</param>
    /// <param name="change">Makes it, in a transaction that has ended when it returns. The person is found before it: a second connection must not be waited for while the first holds rows.</param>
    /// <param name="cancellationToken">Ends the search; from then on whoever asked may have gone.</param>
    public async Task<Outcome<T>> TellingAsync<T>(Subject me, string code, Func<Task<Outcome<T>>> change, CancellationToken cancellationToken)
        where T : class
    {
        var person = await people.FindOursAsync(me, code, cancellationToken);
        var isRefused = false;
        try
        {
            var outcome = await change();
            isRefused = !outcome.IsDone;
            return outcome;
        }
        finally
        {
            if (person is not null && !isRefused)
                await TellAsync(person);
        }
    }

    private async Task TellAsync(Person person)
    {
        await bootstrap.PersonChangedAsync(person.Issuer, person.Subject, CancellationToken.None);
        await using var scope = scopes.CreateAsyncScope();
        if (scope.ServiceProvider.GetService<IApiKeys>() is { } keys)
            await keys.OwnerChangedAsync(person.Issuer, person.Subject, CancellationToken.None);
        else // Where this host has no keys, another may.
            await bus.KeysChangedAsync();
    }
}
