using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace Cks.Rbac.AspNetCore;

/// <summary>
/// The subject to inject. Scoped, so that a singleton cannot keep somebody's subject unnoticed; but it looks at who is signed in each time, so that whoever
/// asked before authentication was done, or before an endpoint asked for another scheme, does not decide whom the others get.
/// </summary>
internal sealed class SubjectAccessor(IHttpContextAccessor http, ISubjectFactory subjects)
{
    private ClaimsPrincipal? _user;
    private int _identities;
    private Subject? _subject;

    /// <summary>The subject of the request or hub message; outside of any, nobody acts.</summary>
    public Subject Subject
    {
        get
        {
            if (http.HttpContext is not { } context)
                return Subject.Nobody;
            // What a circuit's component is given is made then, for the scope is hours old (S10).
            if (_subject is null || !ReferenceEquals(_user, context.User) || _identities != context.User.Identities.Count() || SubjectFeature.IsCircuit(context))
            {
                // A guarded request has its subject already, and the default factory does not wait.
                _subject = SubjectFeature.GetAsync(context, subjects).AsTask().GetAwaiter().GetResult();
                (_user, _identities) = (context.User, context.User.Identities.Count());
            }

            return _subject;
        }
    }
}
