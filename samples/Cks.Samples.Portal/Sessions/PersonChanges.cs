using Cks.Auth;

namespace Cks.Samples.Portal.Sessions;

/// <summary>Says that who somebody is has changed, once that is committed: this host and the others read it again, for requests and open streams, by session and by API key.</summary>
internal sealed class PersonChanges(People people, IBootstrap bootstrap, IHttpContextAccessor http)
{
    /// <summary>Tells of the person with this code, if it is one.</summary>
    public async Task TellAsync(Rbac.Subject me, string code)
    {
        if (await people.FindOursAsync(me, code, CancellationToken.None) is { } person)
            await TellAsync(person);
    }

    /// <summary>Tells of a person. Also where whoever asked has gone by now.</summary>
    public async Task TellAsync(Person person)
    {
        await bootstrap.PersonChangedAsync(person.Issuer, person.Subject, CancellationToken.None);
        if (http.HttpContext?.RequestServices.GetService<IApiKeys>() is { } keys)
            await keys.OwnerChangedAsync(person.Issuer, person.Subject, CancellationToken.None);
    }
}
