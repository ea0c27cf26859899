"""The table of the requests with which staff say what a service or an agency can do."""

from kiosk.contract.problems import ProblemType
from kiosk.contract.staff import OutageBody, OutageRequest, WordBody, WordRequest, WordsAnswer
from kiosk.server.web.api import Api
from kiosk.server.web.operation import BODY_PROBLEMS, Answer, Operation, Parameter

_SERVICE = Parameter("service", "path", str, "A service's id in the catalogue.", required=True)
_AGENCY = Parameter("agency", "path", str, "An agency's id in the catalogue.", required=True)
_PROBLEMS = (*BODY_PROBLEMS, ProblemType.NOT_FOUND)
_KEPT = Answer(200, "It holds from now on; `since` is the server's time.", WordBody)
_TAKEN_BACK = Answer(204, "Nothing is said any more; the hours decide.")

STAFF_OPERATIONS = (
    Operation(
        "GET",
        "/v1/words",
        Api.list_words,
        "List all that staff said and that has not ended.",
        (Answer(200, "Words of services, words of agencies, and outages.", WordsAnswer),),
    ),
    Operation(
        "PUT",
        "/v1/services/{service}/word",
        Api.say_of_service,
        "Say what a service can do now; this goes before the word of its agency.",
        (_KEPT,),
        _PROBLEMS,
        WordRequest,
        (_SERVICE,),
    ),
    Operation(
        "DELETE",
        "/v1/services/{service}/word",
        Api.take_back_of_service,
        "Take back the word of a service; repeating it is harmless.",
        (_TAKEN_BACK,),
        (ProblemType.NOT_FOUND,),
        parameters=(_SERVICE,),
    ),
    Operation(
        "PUT",
        "/v1/agencies/{agency}/word",
        Api.say_of_agency,
        "Say what all services of an agency can do now.",
        (_KEPT,),
        _PROBLEMS,
        WordRequest,
        (_AGENCY,),
    ),
    Operation(
        "DELETE",
        "/v1/agencies/{agency}/word",
        Api.take_back_of_agency,
        "Take back the word of an agency; repeating it is harmless.",
        (_TAKEN_BACK,),
        (ProblemType.NOT_FOUND,),
        parameters=(_AGENCY,),
    ),
    Operation(
        "PUT",
        "/v1/agencies/{agency}/outage",
        Api.say_outage,
        "Say that an agency's link to its central system is out; pick-up and advice go on.",
        (Answer(200, "It holds from now on; `since` is the server's time.", OutageBody),),
        _PROBLEMS,
        OutageRequest,
        (_AGENCY,),
    ),
    Operation(
        "DELETE",
        "/v1/agencies/{agency}/outage",
        Api.end_outage,
        "Say that an agency's link is back; repeating it is harmless.",
        (_TAKEN_BACK,),
        (ProblemType.NOT_FOUND,),
        parameters=(_AGENCY,),
    ),
)
